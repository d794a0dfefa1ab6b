export { default as HelpDialog } from './components/HelpDialog.vue'
export { default as UnfinishedPage } from './components/UnfinishedPage.vue'
