import { lazyPage } from '@/ui'

export { caseInHash, caseLink, type CaseKey } from './caseLink'
export { dateAndTime, longDate } from './dates'
export const ProgressPage = lazyPage(() => import('./components/ProgressPage.vue'))
