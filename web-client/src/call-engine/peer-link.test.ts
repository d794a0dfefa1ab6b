import { beforeEach, describe, expect, it } from 'vitest'
import { PeerLink } from './peer-link'
import type { NegotiationReply } from './peer-port'
import { FakeClock } from './testing/fake-clock'
import { FakePeers } from './testing/fake-peer'

let clock: FakeClock
let peers: FakePeers
let replies: (NegotiationReply | Error)[]
let link: PeerLink

const answer: NegotiationReply = { value: { sdp: 'answer' }, refusal: null }
const busy: NegotiationReply = { value: null, refusal: { code: 'draining', message: '请稍候', messageEn: 'Please wait' } }

beforeEach(() => {
  clock = new FakeClock()
  peers = new FakePeers()
  replies = []
  link = new PeerLink({ createPeer: peers.create, prepare: () => undefined, negotiate, clock, random: () => 0.5 })
})

async function negotiate(): Promise<NegotiationReply> {
  const reply = replies.shift() ?? answer
  if (reply instanceof Error) throw reply
  return reply
}

async function connected(): Promise<void> {
  link.start()
  await clock.advance(0)
  peers.at(-1).become('connected')
}

describe('PeerLink', () => {
  it('offers, takes the answer and is connected', async () => {
    await connected()
    expect([peers.at(0).answer, link.state.value.kind]).toEqual(['answer', 'connected'])
  })

  it('waits with growing pauses while it is refused, and says why', async () => {
    replies = [busy, new Error('hub gone'), busy]
    link.start()
    await clock.advance(0)
    expect(link.state.value).toMatchObject({ kind: 'waiting', attempt: 1, refusal: { code: 'draining' } })
    await clock.advance(500)
    expect(link.state.value).toMatchObject({ kind: 'waiting', attempt: 2, refusal: null })
    await clock.advance(1_000)
    expect(link.state.value).toMatchObject({ kind: 'waiting', attempt: 3, retryAt: clock.now() + 2_000 })
  })

  it('heals a short interruption without a new peer', async () => {
    await connected()
    peers.at(0).become('disconnected')
    await clock.advance(3_000)
    expect(link.state.value.kind).toBe('interrupted')
    peers.at(0).become('connected')
    await clock.advance(10_000)
    expect([link.state.value.kind, peers.made.length]).toEqual(['connected', 1])
  })

  it('makes a new peer when the interruption lasts four seconds', async () => {
    await connected()
    peers.at(0).become('disconnected')
    await clock.advance(4_000)
    expect([peers.made.length, peers.open.length, link.state.value.kind]).toEqual([2, 1, 'connecting'])
  })

  it('gives up an attempt that never connects', async () => {
    link.start()
    await clock.advance(8_000)
    expect([peers.open.length, link.state.value.kind]).toEqual([0, 'waiting'])
  })

  it('starts with short pauses again after it was connected', async () => {
    replies = [busy, busy, busy, answer, busy]
    link.start()
    await clock.advance(500 + 1_000 + 2_000)
    peers.at(-1).become('connected')
    peers.at(-1).become('failed')
    expect(link.state.value).toMatchObject({ kind: 'waiting', retryAt: clock.now() + 500 })
  })

  it('tries at once when told that the network is back', async () => {
    replies = [busy, busy, busy, busy]
    link.start()
    await clock.advance(3_500)
    link.retryNow()
    await clock.advance(0)
    peers.at(-1).become('connected')
    expect(link.state.value.kind).toBe('connected')
  })

  it('sends no offer after it was closed', async () => {
    let offers = 0
    const closed = new PeerLink({
      createPeer: peers.create, prepare: () => undefined, clock, random: () => 0.5,
      negotiate: async () => (offers++, answer),
    })
    closed.start()
    closed.close()
    await clock.advance(1_000)
    expect(offers).toBe(0)
  })

  it('ignores an answer and events of a peer that was closed', async () => {
    link.start()
    link.close()
    await clock.advance(20_000)
    peers.at(0).become('connected')
    expect([peers.at(0).answer, link.state.value.kind, clock.pendingTimers]).toEqual([null, 'closed', 0])
  })
})
