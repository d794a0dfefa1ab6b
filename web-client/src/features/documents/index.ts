import { lazyPage } from '@/ui'

export { fetchBytes } from './bytes'
export { latest } from './latest'
export { openSource, type PageSize, type PageSource } from './page-source'

/** Nobody downloads viewer and capture before a call begins. */
export const DocumentPaper = lazyPage(() => import('./components/DocumentPaper.vue'))
export const DocumentDesk = lazyPage(() => import('./components/DocumentDesk.vue'))
