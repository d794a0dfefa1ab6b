import { onBeforeUnmount, onMounted, readonly, ref, shallowRef } from 'vue'
import { browserClock, type Clock } from '@/call-engine/clock'
import { offsetOf } from '@/features/queue'
import { join, type ApplicantHub, type ApplicantSnapshot, type Link, type RateRequest, type Refusal, type Reply, type TakeTicketRequest } from '@/signaling'
import type { Memory } from './memory'

export type Session = ReturnType<typeof useSession>

const live = new Set(['waiting', 'next', 'called', 'inCall', 'onHold', 'missed'])
const keepAgainMilliseconds = 3_000

export interface SessionOptions {
  readonly hub: ApplicantHub
  readonly memory: Memory
  readonly joinToken: string | null
  readonly clock?: Clock
}

/** The applicant's dealings with the hall: newest snapshot, line, and the requests, one at a time. */
export function useSession({ hub, memory, joinToken, clock = browserClock }: SessionOptions) {
  const snapshot = shallowRef<ApplicantSnapshot | null>(null)
  const link = ref<Link>(hub.link)
  const refusal = shallowRef<Refusal | null>(null)
  const busy = ref(false)
  const serverOffset = ref(0)
  const expected = ref(memory.get('has-place') !== null || joinToken !== null)
  const closedTicket = ref(memory.get('closed-ticket'))

  function onState(next: ApplicantSnapshot): void {
    if (next.stage !== snapshot.value?.stage) refusal.value = null
    snapshot.value = next
    serverOffset.value = offsetOf(next.serverTime, clock.now())
    expected.value = false
    memory.set('has-place', live.has(next.stage) ? 'yes' : null)
  }

  /** Runs one request; a refusal stays to be read until the next request or stage. */
  async function ask<T>(request: () => Promise<Reply<T>>): Promise<T | null> {
    if (busy.value) return null
    busy.value = true
    refusal.value = null
    const reply = await request()
    busy.value = false
    refusal.value = reply.refusal
    return reply.value
  }

  /** Trades the token for the cookie that survives a reload; until that has worked a reload would lose the place. */
  async function keepPlace(token: string): Promise<void> {
    const reply = await join({ joinToken: token })
    if (reply.refusal?.code === 'unavailable') clock.after(keepAgainMilliseconds, () => void keepPlace(token))
  }

  async function takeTicket(request: TakeTicketRequest): Promise<boolean> {
    const taken = await ask(() => hub.invoke('TakeTicket', request))
    if (taken === null) return false
    hub.accept(taken.snapshot)
    await keepPlace(taken.joinToken)
    return true
  }

  /** The receipt was read: the next visit starts at the beginning. */
  function closeTicket(): void {
    closedTicket.value = snapshot.value?.ticket?.ticketId ?? null
    memory.set('closed-ticket', closedTicket.value)
  }

  const wake = (): void => void (document.visibilityState === 'visible' && hub.nudge())
  onMounted(async () => {
    hub.onState(onState)
    hub.onLink((next) => (link.value = next))
    document.addEventListener('visibilitychange', wake)
    window.addEventListener('online', wake)
    window.addEventListener('offline', wake)
    if (joinToken !== null) await keepPlace(joinToken)
    await hub.start()
  })
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', wake)
    window.removeEventListener('online', wake)
    window.removeEventListener('offline', wake)
    void hub.stop()
  })

  return {
    hub, snapshot: readonly(snapshot), link, refusal, busy, serverOffset, expected, closedTicket, takeTicket, closeTicket,
    leave: () => ask(() => hub.invoke('LeaveQueue')),
    requeue: () => ask(() => hub.invoke('Requeue')),
    joinSession: (sessionId: string) => ask(() => hub.invoke('JoinSession', { sessionId })),
    hangUp: () => ask(() => hub.invoke('HangUp')),
    rate: (request: RateRequest) => hub.invoke('Rate', request),
    takeOver: () => hub.start(),
  }
}
