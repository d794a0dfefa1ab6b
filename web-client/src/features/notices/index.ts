import { lazyPage } from '@/ui'

/** For applicants: loaded when a case is looked at. */
export const CaseNotices = lazyPage(() => import('./CaseNotices.vue'))
export { default as StaffNotices } from './StaffNotices.vue'
