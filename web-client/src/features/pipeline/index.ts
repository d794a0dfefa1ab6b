export { default as RunDetailsPanel } from './RunDetailsPanel.vue'
export { default as RunTable } from './RunTable.vue'
export { usePipeline } from './use-pipeline'
