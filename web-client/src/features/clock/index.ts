export { clockText, timeOfDay } from './durations'
export { useServerClock, type ServerClock } from './use-server-clock'
