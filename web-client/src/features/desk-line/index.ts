export { default as RefusalBar } from './RefusalBar.vue'
export { useDesk, type Desk } from './use-desk'
