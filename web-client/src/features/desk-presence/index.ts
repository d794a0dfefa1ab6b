export { default as PresenceSwitch } from './PresenceSwitch.vue'
export { choosableReasons, mayGoAway, presenceAction } from './presence-rules'
