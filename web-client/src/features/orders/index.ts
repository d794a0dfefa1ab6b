export { default as OrderCard } from './OrderCard.vue'
export { default as OrderForm } from './OrderForm.vue'
export { stageKey } from './stage'
export { useOrders } from './use-orders'
