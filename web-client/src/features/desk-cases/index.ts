export { default as CaseDetails } from './CaseDetails.vue'
export { default as DayChart } from './DayChart.vue'
export { default as CaseList } from './CaseList.vue'
export { useCases, type RecentCases } from './use-cases'
