export { default as ProcedureDetailsPanel } from './ProcedureDetailsPanel.vue'
export { default as ProcedureTable } from './ProcedureTable.vue'
export { useProcedures } from './use-procedures'
