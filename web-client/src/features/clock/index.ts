export { clockText } from './durations'
export { useServerClock, type ServerClock } from './use-server-clock'
