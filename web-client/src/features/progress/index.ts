import { speakingPage } from '@/ui'

export { caseInHash, caseLink, type CaseKey } from './caseLink'
export { dateAndTime, longDate } from './dates'
export const ProgressPage = speakingPage('case', () => import('./components/ProgressPage.vue'))
