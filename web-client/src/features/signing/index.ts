import { lazyPage } from '@/ui'

/** Nobody downloads reader and pen before a call begins. */
export const SigningDesk = lazyPage(() => import('./components/SigningDesk.vue'))
export const SigningPaper = lazyPage(() => import('./components/SigningPaper.vue'))
/** A phone that was lent as pad. */
export const PadPage = lazyPage(() => import('./components/PadPage.vue'))
