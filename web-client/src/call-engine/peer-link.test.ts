import { beforeEach, describe, expect, it } from 'vitest'
import { PeerLink } from './peer-link'
import type { NegotiationRefusal } from './peer-port'
import { FakeClock } from './testing/fake-clock'
import { FakePeers } from './testing/fake-peer'

let clock: FakeClock
let peers: FakePeers
let replies: (NegotiationRefusal | Error | null)[]
let restarts: (NegotiationRefusal | Error | null)[]
let restarted: number
let link: PeerLink

const busy: NegotiationRefusal = { code: 'draining', message: '请稍候', messageEn: 'Please wait' }
const unknown: NegotiationRefusal = { code: 'not-found', message: '没有找到', messageEn: 'Nothing was found' }

beforeEach(() => {
  clock = new FakeClock()
  peers = new FakePeers()
  replies = []
  restarts = []
  restarted = 0
  const dialogue = {
    open: () => next(replies),
    restart: () => {
      restarted++
      return next(restarts)
    },
  }
  link = new PeerLink({ createPeer: peers.create, prepare: () => undefined, dialogue, clock, random: () => 0.5 })
})

async function next(replies: (NegotiationRefusal | Error | null)[]): Promise<NegotiationRefusal | null> {
  const reply = replies.shift() ?? null
  if (reply instanceof Error) throw reply
  return reply
}

async function connected(): Promise<void> {
  link.start()
  await clock.advance(0)
  peers.at(-1).become('connected')
}

describe('PeerLink', () => {
  it('negotiates and is connected', async () => {
    await connected()
    expect([peers.made.length, link.state.value.kind]).toEqual([1, 'connected'])
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

  it('heals an interruption by an ICE restart, without a new peer', async () => {
    await connected()
    peers.at(0).become('disconnected')
    await clock.advance(3_000)
    expect([link.state.value.kind, restarted]).toEqual(['interrupted', 1])
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
    replies = [busy, busy, busy, null, busy]
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

  it('makes a new peer at once when the node does not know the connection any more', async () => {
    restarts = [unknown]
    await connected()
    peers.at(0).become('disconnected')
    await clock.advance(0)
    expect([peers.made.length, link.state.value.kind]).toEqual([2, 'connecting'])
  })

  it('waits for the line to heal when the restart could not be asked for', async () => {
    restarts = [busy, new Error('hub gone')]
    await connected()
    link.networkChanged()
    await clock.advance(3_000)
    expect([peers.made.length, link.state.value.kind]).toEqual([1, 'interrupted'])
    await clock.advance(1_000)
    expect([peers.made.length, link.state.value.kind]).toEqual([2, 'connecting'])
  })

  it('stays connected through a change of network that did not hurt', async () => {
    await connected()
    link.networkChanged()
    expect(link.state.value.kind).toBe('interrupted')
    await clock.advance(10_000)
    expect([restarted, peers.made.length, link.state.value.kind]).toEqual([1, 1, 'connected'])
  })

  it('tries a second loss soon after a restart with a new peer', async () => {
    await connected()
    link.renew()
    await clock.advance(3_000)
    link.renew()
    await clock.advance(0)
    expect([restarted, peers.made.length]).toEqual([1, 2])
  })

  it('ignores events of a peer that was closed', async () => {
    link.start()
    link.close()
    await clock.advance(20_000)
    peers.at(0).become('connected')
    expect([link.state.value.kind, clock.pendingTimers]).toEqual(['closed', 0])
  })
})
