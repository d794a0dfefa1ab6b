import { lazyPage } from '@/ui'

/** Nobody downloads viewer and capture before a call begins. */
export const DocumentPaper = lazyPage(() => import('./components/DocumentPaper.vue'))
export const DocumentDesk = lazyPage(() => import('./components/DocumentDesk.vue'))
