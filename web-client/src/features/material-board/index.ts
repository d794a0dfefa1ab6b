export { default as MaterialBoard } from './MaterialBoard.vue'
export { against, sumOf, type Against } from './board'
