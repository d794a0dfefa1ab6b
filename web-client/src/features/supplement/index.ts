export { default as SupplementBox } from './SupplementBox.vue'
