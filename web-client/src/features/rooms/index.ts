export { default as BridgePicture } from './BridgePicture.vue'
export { default as RoomCard } from './RoomCard.vue'
