export { default as AskedCard } from './AskedCard.vue'
export { default as ColleagueNotes } from './ColleagueNotes.vue'
export { default as HandOverDialog } from './HandOverDialog.vue'
