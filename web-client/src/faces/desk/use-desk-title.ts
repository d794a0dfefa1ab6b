import { onScopeDispose, watch } from 'vue'
import { useI18n } from '@/i18n'
import type { DeskSessionView, OfferView } from '@/signaling'

/** The tab's title says what waits, for a clerk who looks at another window. It changes once and does not blink. */
export function useDeskTitle(offer: () => OfferView | null, session: () => DeskSessionView | null): void {
  const { t, language } = useI18n<'desk'>()
  watch([offer, session, language], ([offered, running]) => {
    if (offered) document.title = t('title.offer', { number: offered.applicant.ticketNumber })
    else if (running) document.title = t('title.session', { number: running.applicant.ticketNumber })
    else document.title = t('title.idle')
  }, { immediate: true })
  onScopeDispose(() => (document.title = t('title.idle')))
}
