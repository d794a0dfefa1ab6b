export { default as AnswersCard } from './AnswersCard.vue'
