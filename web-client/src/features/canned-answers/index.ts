export { default as CannedAnswers } from './CannedAnswers.vue'
export { useCannedAnswers } from './use-canned-answers'
