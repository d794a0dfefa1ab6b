import { computed, onScopeDispose, shallowRef } from 'vue'
import { browserClock, type Clock } from '@/call-engine'
import type { Link, PaperView, Refusal, Reply, SigningClientEvents, SigningHubMethods, SigningView } from '@/signaling'

/** What both hubs offer about signing. */
export interface SigningHub {
  invoke<K extends keyof SigningHubMethods>(method: K, request: SigningHubMethods[K][0]): Promise<Reply<SigningHubMethods[K][1]>>
  onDocuments<E extends keyof SigningClientEvents>(event: E, observer: (...news: SigningClientEvents[E]) => void): () => void
  onLink(observer: (link: Link) => void): () => void
}

export type Signing = ReturnType<typeof useSigning>

/** News of another process ring no bell here. */
const lookEveryMilliseconds = 4_000

/** The signing of one session while its page is shown. */
export function useSigning(hub: SigningHub, sessionId: string, clock: Clock = browserClock) {
  const view = shallowRef<SigningView | null>(null)
  const refusal = shallowRef<Refusal | null>(null)
  const busy = shallowRef(false)
  let closed = false
  let wait = (): void => {}

  /** The newest answer counts, whichever comes last. */
  function take(reply: Reply<SigningView>): boolean {
    if (closed) return false
    if (reply.value !== null && reply.value.revision >= (view.value?.revision ?? 0)) view.value = reply.value
    return reply.refusal === null
  }

  async function look(): Promise<void> {
    take(await hub.invoke('OpenSigning', { sessionId }))
  }

  function lookAgain(): void {
    wait = clock.after(lookEveryMilliseconds, () => void look().then(() => void (closed || lookAgain())))
  }

  /** Asks for a step; its "no" stays to be read until the next one. */
  async function ask(request: Promise<Reply<SigningView>>): Promise<boolean> {
    busy.value = true
    const reply = await request
    busy.value = false
    refusal.value = reply.refusal
    if (reply.refusal !== null) void look()
    return take(reply)
  }

  const ends = [
    hub.onDocuments('SigningNews', news => void (news.sessionId === sessionId && news.revision > (view.value?.revision ?? -1) && look())),
    hub.onLink(link => void (link === 'online' && look())),
  ]
  lookAgain()
  onScopeDispose(() => {
    closed = true
    ends.forEach(end => end())
    wait()
  })

  return {
    sessionId, view, refusal, busy, ask, look,
    step: computed(() => view.value?.step ?? 'identity'),
    papers: computed<readonly PaperView[]>(() => view.value?.papers.filter(paper => paper.state !== 'withdrawn') ?? []),
    withdraw: (documentId: string) => ask(hub.invoke('WithdrawPaper', { sessionId, documentId })),
  }
}
