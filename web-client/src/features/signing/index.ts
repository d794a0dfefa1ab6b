import { lazyPage } from '@/ui'

/** Nobody downloads reader and pen before a call begins. */
export const SigningDesk = lazyPage(() => import('./components/SigningDesk.vue'))
export const SigningPaper = lazyPage(() => import('./components/SigningPaper.vue'))
