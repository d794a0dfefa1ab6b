export { heatOf, targetMilliseconds, byUrgency, type Heat } from './heat'
export { default as QueueList } from './QueueList.vue'
export { default as TodayFigures } from './TodayFigures.vue'
