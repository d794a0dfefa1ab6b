import { onBeforeUnmount, onMounted, ref, shallowRef, type Ref } from 'vue'
import type { DeskHub, DeskHubMethods, DeskSnapshot, Link, Refusal } from '@/signaling'

export interface Desk {
  readonly snapshot: Readonly<Ref<DeskSnapshot | null>>
  readonly link: Readonly<Ref<Link>>
  /** The newest "no" of the server, until dismissed or until something succeeds. */
  readonly refusal: Readonly<Ref<Refusal | null>>
  readonly hub: DeskHub
  /** Asks the hub; a refusal is shown. @returns true when done. */
  act<M extends keyof DeskHubMethods & string>(method: M, ...request: Arguments<DeskHubMethods[M][0]>): Promise<boolean>
  dismiss(): void
  /** The network or the page is back. */
  nudge(): void
}

type Arguments<Request> = Request extends null ? [] : [request: Request]

/** The desk's line to the hall, kept for as long as the room is open. */
export function useDesk(hub: DeskHub): Desk {
  const snapshot = shallowRef<DeskSnapshot | null>(null)
  const link = ref<Link>(hub.link)
  const refusal = ref<Refusal | null>(null)
  const ends = [hub.onState(state => (snapshot.value = state)), hub.onLink(now => (link.value = now))]
  const nudge = (): void => void hub.nudge()
  const onVisible = (): void => void (document.visibilityState === 'visible' && nudge())

  onMounted(() => {
    void hub.start()
    window.addEventListener('online', nudge)
    document.addEventListener('visibilitychange', onVisible)
  })
  onBeforeUnmount(() => {
    ends.forEach(end => end())
    window.removeEventListener('online', nudge)
    document.removeEventListener('visibilitychange', onVisible)
    void hub.stop()
  })

  async function act<M extends keyof DeskHubMethods & string>(method: M, ...request: Arguments<DeskHubMethods[M][0]>): Promise<boolean> {
    const reply = await hub.invoke(method, ...request)
    refusal.value = reply.refusal
    return reply.refusal === null
  }

  return { snapshot, link, refusal, hub, act, nudge, dismiss: () => void (refusal.value = null) }
}
