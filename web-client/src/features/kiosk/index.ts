export { default as KioskCountdown } from './components/KioskCountdown.vue'
export { browsing, waiting, type IdleLimits, type IdleState } from './idleWatch'
export { useKioskIdle } from './useKioskIdle'
