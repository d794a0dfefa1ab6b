export { default as LanguageSwitch } from './LanguageSwitch.vue'
export { default as LineBanner } from './LineBanner.vue'
export { default as TakenOver } from './TakenOver.vue'
