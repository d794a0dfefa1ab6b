export { default as SiteFigures } from './SiteFigures.vue'
