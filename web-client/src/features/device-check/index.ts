import { speakingPage } from '@/ui'

export const DeviceCheckPage = speakingPage('devices', () => import('./components/DeviceCheckPage.vue'))
