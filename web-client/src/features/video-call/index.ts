import type { I18n } from '@/i18n'
import { speakingPage } from '@/ui'

const load = () => import('./components/VideoCallPage.vue')

export const VideoCallPage = speakingPage('call', load)
/** Loads the call while somebody waits, so that nothing must be fetched when a clerk is there. */
export const preloadVideoCall = ({ need }: Pick<I18n<'call'>, 'need'>): void => void Promise.all([load(), need('call')]).catch(() => {})
