export { default as StaffGate } from './StaffGate.vue'
export { useStaff, type Staff, type StaffState } from './use-staff'
