import { lazyPage, speakingPage } from '@/ui'

export const ReceiptPage = speakingPage('case', () => import('./components/ReceiptPage.vue'))
/** Also asked for by the progress page, when a case is over. */
export const RatingPanel = lazyPage(() => import('./components/RatingPanel.vue'))
