export { default as AlarmStrip } from './AlarmStrip.vue'
