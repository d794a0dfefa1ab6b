export { default as RoomFilters } from './RoomFilters.vue'
export { default as RoomList } from './RoomList.vue'
export { default as StaffRoom } from './StaffRoom.vue'
export type { RoomLink, RoomState } from './room'
