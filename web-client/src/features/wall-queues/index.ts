export { default as DeskStates } from './DeskStates.vue'
export { default as QueueBars } from './QueueBars.vue'
