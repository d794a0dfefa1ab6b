export { default as ApplicantFacts } from './ApplicantFacts.vue'
export { default as ApplicantPanel } from './ApplicantPanel.vue'
export { default as ItemGuide } from './ItemGuide.vue'
