import { describe, expect, it } from 'vitest'
import type { ChannelMessage, ChannelState, DataChannels } from '@/call-engine'
import { FakeClock } from '@/call-engine/testing/fake-clock'
import type { DocumentGesture } from '@/signaling'
import { GestureLine, readGesture, type Gesture } from './gesture-line'

const session = 'a'.repeat(32)
const point = (x: number): Gesture => ({ serial: 1, kind: 'point', page: 1, x, y: 0.5, zoom: 1, points: null })
const stroke: Gesture = { serial: 1, kind: 'ink', page: 1, x: 0, y: 0, zoom: 1, points: [0.1, 0.2, 0.3, 0.4] }

class FakeChannel {
  readonly sent: string[] = []
  readonly state: { value: ChannelState } = { value: { kind: 'open', generation: 1 } }
  peer: FakeChannel | null = null
  private listener: (message: ChannelMessage) => void = () => {}
  onMessage(listener: (message: ChannelMessage) => void): () => void {
    this.listener = listener
    return () => void (this.listener = () => {})
  }

  trySend(message: string): boolean {
    if (this.state.value.kind !== 'open') return false
    this.sent.push(message)
    this.peer?.hear(message)
    return true
  }

  hear(message: ChannelMessage): void {
    this.listener(message)
  }
}

function side(by: 'applicant' | 'clerk', clock: FakeClock, view: Gesture | null = null) {
  const [live, files] = [new FakeChannel(), new FakeChannel()]
  const toHub: DocumentGesture[] = []
  const taken: DocumentGesture[] = []
  const line = new GestureLine(session, by, { channels: { live, files } as unknown as DataChannels, toHub: one => void toHub.push(one) }, { take: one => void taken.push(one), view: () => view }, clock)
  return { live, files, toHub, taken, line }
}

function pair(clock: FakeClock) {
  const [applicant, clerk] = [side('applicant', clock, point(0)), side('clerk', clock, point(0))]
  for (const name of ['live', 'files'] as const) [applicant[name].peer, clerk[name].peer] = [clerk[name], applicant[name]]
  return { applicant, clerk }
}

describe('the way of gestures', () => {
  it('goes by the hub too until the other side has been heard on the channel', () => {
    const { applicant, clerk } = pair(new FakeClock())
    applicant.line.send(stroke)
    expect(applicant.toHub).toHaveLength(1)
    clerk.line.fromHub(applicant.toHub[0] as DocumentGesture)
    expect(clerk.taken).toHaveLength(1) // came by both ways, taken once
    clerk.line.send(point(0.5))
    applicant.line.send(stroke)
    expect(applicant.toHub).toHaveLength(1) // heard, so the hub is spared
    expect(clerk.taken.map(one => one.kind)).toEqual(['ink', 'ink'])
  })

  it('falls back to the hub when the other side falls silent or the channel closes', async () => {
    const clock = new FakeClock()
    const { applicant, clerk } = pair(clock)
    clerk.line.send(point(0.1))
    expect(applicant.line.direct).toBe(true)
    clerk.line.close()
    await clock.advance(7_000)
    expect(applicant.line.direct).toBe(false)
    applicant.line.send(stroke)
    expect(applicant.toHub).toHaveLength(1)
    applicant.files.state.value = { kind: 'closed' }
    applicant.line.send(stroke)
    expect(applicant.toHub).toHaveLength(2)
  })

  it('answers a page that was loaded anew by the hub, because its channel is not there yet', () => {
    const { applicant, clerk } = pair(new FakeClock())
    applicant.line.send(point(0.1))
    expect(clerk.line.direct).toBe(true)
    clerk.line.fromHub({ ...point(0.5), kind: 'hello', sessionId: session, by: 'applicant', number: Number.MAX_SAFE_INTEGER })
    clerk.line.send(stroke)
    expect(clerk.toHub.map(one => one.kind)).toEqual(['ink'])
  })

  it('beats, so that a quiet page is known to be there', async () => {
    const clock = new FakeClock()
    const { applicant, clerk } = pair(clock)
    await clock.advance(20_000)
    expect(applicant.line.direct && clerk.line.direct).toBe(true)
  })

  it('lets no old pointer overtake a new one', () => {
    const { live, taken } = side('clerk', new FakeClock())
    const sent = (number: number, x: number): string => JSON.stringify({ document: { ...point(x), sessionId: session, by: 'applicant', number } })
    live.hear(sent(2, 0.2))
    live.hear(sent(1, 0.1))
    live.hear(sent(2, 0.2))
    expect(taken.map(one => one.x)).toEqual([0.2])
  })

  it('spares the hub most pointers, but no stroke', () => {
    const clock = new FakeClock()
    const alone = side('applicant', clock)
    alone.live.state.value = alone.files.state.value = { kind: 'closed' }
    for (let i = 0; i < 10; i++) {
      alone.line.send(point(i / 10))
      alone.line.send(stroke)
    }
    expect(alone.toHub.filter(one => one.kind === 'ink')).toHaveLength(10)
    expect(alone.toHub.filter(one => one.kind === 'point')).toHaveLength(1)
  })

  it.each([
    'nonsense', '{}', '{"document":5}', JSON.stringify({ document: { ...point(2), sessionId: session, by: 'applicant', number: 1 } }),
    JSON.stringify({ document: { ...stroke, points: [0.1], sessionId: session, by: 'applicant', number: 1 } }),
    JSON.stringify({ document: { ...stroke, points: Array(402).fill(0.5), sessionId: session, by: 'applicant', number: 1 } }),
    JSON.stringify({ document: { ...point(0.5), kind: 'other', sessionId: session, by: 'applicant', number: 1 } }),
    JSON.stringify({ document: { ...point(0.5), sessionId: session, by: 'supervisor', number: 1 } }),
  ])('believes nothing that is no gesture: %s', (message) => expect(readGesture(message)).toBeNull())
})
