export { default as CatalogueCard } from './CatalogueCard.vue'
