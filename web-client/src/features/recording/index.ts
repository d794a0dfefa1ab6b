export { default as RecordingBadge } from './RecordingBadge.vue'
export { default as RecordingConsent } from './RecordingConsent.vue'
export { default as RecordingTroubles } from './RecordingTroubles.vue'
