import '@/ui/tokens.css'
import '@/ui/base.css'
import './applicant.css'
import { createApp } from 'vue'
import { createI18n } from '@/i18n'
import App from './App.vue'
import { readQuery } from './pageQuery'

const query = readQuery(location.search)
// The token of a join link works once and is nobody else's business: it leaves the address bar before anything is shown.
if (query.joinToken !== null) {
  const clean = new URL(location.href)
  clean.searchParams.delete('ticket')
  history.replaceState(history.state, '', clean)
}
document.body.classList.toggle('is-kiosk', query.kiosk)

const i18n = await createI18n('applicant', !query.kiosk)
createApp(App, { query }).use(i18n).mount('#app')
