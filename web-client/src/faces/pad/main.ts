import '@/ui/tokens.css'
import '@/ui/base.css'
import { createApp } from 'vue'
import { createI18n } from '@/i18n'
import App from './App.vue'

const i18n = await createI18n('pad')
createApp(App).use(i18n).mount('#app')
