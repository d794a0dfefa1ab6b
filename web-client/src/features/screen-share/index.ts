export { default as OwnScreen } from './OwnScreen.vue'
export { default as SharedScreen } from './SharedScreen.vue'
export { canShareScreen, useScreenShare, type ScreenShare } from './use-screen-share'
