export { default as StaffCard } from './StaffCard.vue'
