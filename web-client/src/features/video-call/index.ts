import { lazyPage } from '@/ui'

const load = () => import('./components/VideoCallPage.vue')

export const VideoCallPage = lazyPage(load)
/** Loads the call while somebody waits, so that nothing must be fetched when a clerk is there. */
export const preloadVideoCall = (): void => void load().catch(() => {})
