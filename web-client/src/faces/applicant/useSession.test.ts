import { afterEach, describe, expect, it, vi } from 'vitest'
import { createApp, defineComponent, h } from 'vue'
import { FakeClock } from '@/call-engine/testing/fake-clock'
import type { ApplicantHub, ApplicantSnapshot, ApplicantStage, Link, Reply, TakeTicketRequest, TicketTaken } from '@/signaling'
import { Memory } from './memory'
import { useSession, type Session } from './useSession'

const snapshot = (stage: ApplicantStage, ticketId = 't1'): ApplicantSnapshot =>
  ({ sequence: 1, serverTime: '2026-11-23T09:00:05+00:00', stage, ticket: { ticketId, number: 'A001' } as ApplicantSnapshot['ticket'], call: null, receipt: null })
const refusal = { value: null, refusal: { code: 'stale', message: '情况已有变化', messageEn: 'Things have changed' } } as const

class FakeHub {
  link: Link = 'stopped'
  started = 0
  nudged = 0
  readonly asked: string[] = []
  replies: Record<string, Reply<unknown>> = {}
  tell: (snapshot: ApplicantSnapshot) => void = () => {}
  tellLink: (link: Link) => void = () => {}
  onState(observer: (snapshot: ApplicantSnapshot) => void) { this.tell = observer }
  onLink(observer: (link: Link) => void) { this.tellLink = observer }
  async start() { this.started++ }
  async stop() { this.link = 'stopped' }
  async nudge() { this.nudged++ }
  accept(next: ApplicantSnapshot) { this.tell(next) }
  async invoke(method: string) {
    this.asked.push(method)
    return this.replies[method] ?? { value: {}, refusal: null }
  }
}

class FakeStorage {
  readonly kept = new Map<string, string>()
  getItem(key: string) { return this.kept.get(key) ?? null }
  setItem(key: string, value: string) { this.kept.set(key, value) }
  removeItem(key: string) { this.kept.delete(key) }
  clear() { this.kept.clear() }
}

let close = (): void => {}
afterEach(() => {
  close()
  vi.unstubAllGlobals()
})

async function open(joins: number[] = [], joinToken: string | null = null, storage = new FakeStorage()) {
  const hub = new FakeHub()
  const clock = new FakeClock()
  const tokens: string[] = []
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
    tokens.push((JSON.parse(String(init.body)) as { joinToken: string }).joinToken)
    const status = joins.shift() ?? 200
    if (status === 0) throw new TypeError('offline')
    return new Response(status === 200 ? '{}' : JSON.stringify({ code: 'token-spent', message: '已使用', messageEn: 'spent' }), { status })
  })
  let session: Session | undefined
  const app = createApp(defineComponent({
    setup() {
      session = useSession({ hub: hub as unknown as ApplicantHub, memory: new Memory(storage), joinToken, clock })
      return () => h('div')
    },
  }))
  app.mount(document.createElement('div'))
  close = () => app.unmount()
  await clock.advance(0)
  if (session === undefined) throw new Error('setup did not run')
  return { hub, clock, tokens, storage, session }
}

const taken: Reply<TicketTaken> = { value: { snapshot: snapshot('waiting'), joinToken: 'once' }, refusal: null }

describe('useSession', () => {
  it('keeps the place: the token of a new ticket is traded for the cookie at once', async () => {
    const { hub, session, tokens, storage } = await open()
    hub.replies = { TakeTicket: taken }
    expect(await session.takeTicket({} as TakeTicketRequest)).toBe(true)
    expect(tokens).toEqual(['once'])
    expect(session.snapshot.value?.stage).toBe('waiting')
    expect(storage.getItem('virtualwindow.has-place')).toBe('yes')
  })

  it('tries the trade again while the line is down, and no more once refused', async () => {
    const { hub, session, tokens, clock } = await open([0, 0, 410])
    hub.replies = { TakeTicket: taken }
    await session.takeTicket({} as TakeTicketRequest)
    await clock.advance(60_000)
    expect(tokens).toHaveLength(3)
  })

  it('trades the token of a join link before it connects', async () => {
    const { hub, tokens } = await open([], 'from-link')
    expect(tokens).toEqual(['from-link'])
    expect(hub.started).toBe(1)
  })

  it('waits for the snapshot after a reload with a place, and not without one', async () => {
    const storage = new FakeStorage()
    storage.setItem('virtualwindow.has-place', 'yes')
    const kept = await open([], null, storage)
    expect(kept.session.expected.value).toBe(true)
    kept.hub.tell(snapshot('waiting'))
    expect(kept.session.expected.value).toBe(false)
    close()
    expect((await open()).session.expected.value).toBe(false)
  })

  it('forgets the place when the sitting is over and keeps closed receipts closed', async () => {
    const { hub, session, storage } = await open()
    hub.tell(snapshot('waiting'))
    hub.tell(snapshot('finished'))
    expect(storage.getItem('virtualwindow.has-place')).toBeNull()
    session.closeTicket()
    expect(session.closedTicket.value).toBe('t1')
    expect(storage.getItem('virtualwindow.closed-ticket')).toBe('t1')
  })

  it('shows a refusal until the next stage, and sends one request at a time', async () => {
    const { hub, session } = await open()
    hub.replies = { Requeue: refusal }
    hub.tell(snapshot('missed'))
    await Promise.all([session.requeue(), session.requeue()])
    expect(hub.asked).toEqual(['Requeue'])
    expect(session.refusal.value?.code).toBe('stale')
    hub.tell(snapshot('waiting'))
    expect(session.refusal.value).toBeNull()
  })

  it('knows how far the server clock is ahead', async () => {
    const { hub, session } = await open()
    hub.tell(snapshot('called'))
    expect(session.serverOffset.value).toBe(5_000)
  })

  it('checks the line when the phone wakes up or the network changes', async () => {
    const { hub } = await open()
    window.dispatchEvent(new Event('online'))
    window.dispatchEvent(new Event('offline'))
    document.dispatchEvent(new Event('visibilitychange'))
    expect(hub.nudged).toBe(3)
  })
})
