export { default as ApplicantFacts } from './ApplicantFacts.vue'
export { default as ApplicantPanel } from './ApplicantPanel.vue'
