export { default as BaseButton } from './BaseButton.vue'
export { default as BaseDialog } from './BaseDialog.vue'
export { default as SkeletonBlock } from './SkeletonBlock.vue'
