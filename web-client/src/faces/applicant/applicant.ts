import { computed, inject, provide, ref, shallowRef, type InjectionKey } from 'vue'
import type { LocalMedia } from '@/call-engine'
import { RecentItems, useCatalogue, useItemGuide } from '@/features/catalogue'
import { caseInHash } from '@/features/progress'
import { noDetails, orNull, type TicketDetails } from '@/features/ticket'
import { useI18n } from '@/i18n'
import { applicantHub } from '@/signaling'
import { Memory, pageStorage } from './memory'
import type { PageQuery } from './pageQuery'
import { useElderly } from './useElderly'
import { useJourney } from './useJourney'
import { useSession } from './useSession'
import { viewOf } from './view'

export type Applicant = ReturnType<typeof createApplicant>
const key: InjectionKey<Applicant> = Symbol('applicant')

/** Everything the applicant's pages share; made once by the root, handed down by injection. */
function createApplicant(query: PageQuery) {
  const { language } = useI18n<'applicant'>()
  const memory = new Memory(pageStorage(query.kiosk))
  const firstCase = caseInHash(location.hash)
  const journey = useJourney(firstCase === null ? {} : { side: 'progress' })
  const session = useSession({ hub: applicantHub(), memory, joinToken: query.joinToken })
  const elderly = useElderly(memory)
  const recent = new RecentItems(query.kiosk ? null : pageStorage(false))
  const catalogue = useCatalogue()
  const guideOf = computed(() => session.snapshot.value?.ticket?.itemCode ?? journey.place.value.itemCode ?? '')
  const guide = useItemGuide(() => guideOf.value)
  const ticked = ref<readonly string[]>([])
  const details = shallowRef<TicketDetails>(noDetails)
  const media = shallowRef<LocalMedia | null>(null)

  const view = computed(() => viewOf({
    snapshot: session.snapshot.value, link: session.link.value, expected: session.expected.value, closedTicket: session.closedTicket.value,
    step: journey.place.value.step, side: journey.place.value.side,
  }))

  /** One stream for check and call; made when first needed, because it brings the call's code with it. */
  async function openMedia(): Promise<void> {
    const { createLocalMedia } = await import('@/call-engine')
    media.value ??= createLocalMedia()
  }

  function closeMedia(): void {
    media.value?.close()
    media.value = null
  }

  async function takeTicket(): Promise<void> {
    const { itemCode, regionCode } = journey.place.value
    if (itemCode === null || regionCode === null) return
    const { name, phone, priority } = details.value
    const sites = catalogue.state.value.kind === 'ready' ? catalogue.state.value.value.sites : []
    const siteId = sites.some((site) => site.siteId === query.siteId) ? query.siteId : null
    await session.takeTicket({
      itemCode, regionCode, siteId, name: orNull(name), phone: orNull(phone), language: language.value, priority, kiosk: query.kiosk,
    })
  }

  /** Back to the beginning with nothing left of the last visit but the language and the type size. */
  function startAnew(): void {
    closeMedia()
    ticked.value = []
    details.value = noDetails
    session.closeTicket()
    journey.restart()
  }

  return { query, memory, firstCase, journey, session, elderly, recent, catalogue, guideOf, guide, ticked, details, media, view, openMedia, closeMedia, takeTicket, startAnew }
}

export function provideApplicant(query: PageQuery): Applicant {
  const applicant = createApplicant(query)
  provide(key, applicant)
  return applicant
}

export function useApplicant(): Applicant {
  const applicant = inject(key)
  if (applicant === undefined) throw new Error('provideApplicant first.')
  return applicant
}
