export { default as SealsCard } from './SealsCard.vue'
