import { lazyPage } from '@/ui'

export const DeviceCheckPage = lazyPage(() => import('./components/DeviceCheckPage.vue'))
