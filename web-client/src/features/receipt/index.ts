import { lazyPage } from '@/ui'

export const ReceiptPage = lazyPage(() => import('./components/ReceiptPage.vue'))
