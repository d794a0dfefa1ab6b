export { default as ClerkPicture } from './ClerkPicture.vue'
export { default as HallPicture } from './HallPicture.vue'
export { default as MaterialPicture } from './MaterialPicture.vue'
export { default as StepPicture } from './StepPicture.vue'
