export { default as FormDeskSheet } from './components/FormDeskSheet.vue'
export { default as FormPaper } from './components/FormPaper.vue'
export { useApplicantForm } from './use-applicant-form'
export { useDeskForm, type DeskForm } from './use-desk-form'
