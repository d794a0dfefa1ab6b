export { useWatching, type Watching } from './use-watching'
export { default as WatchPanel } from './WatchPanel.vue'
