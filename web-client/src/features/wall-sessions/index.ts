export { needOf, byNeed, type Need } from './needs-help'
export { default as SessionGrid } from './SessionGrid.vue'
