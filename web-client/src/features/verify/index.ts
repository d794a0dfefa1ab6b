export { useVerification } from './use-verification'
export { default as VerifyDrop } from './VerifyDrop.vue'
export { default as VerifyReport } from './VerifyReport.vue'
