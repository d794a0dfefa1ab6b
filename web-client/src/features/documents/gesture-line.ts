import { browserClock, type Cancel, type ChannelMessage, type Clock, type DataChannels } from '@/call-engine'
import type { DocumentGesture, DocumentGestureKind, ParticipantRole } from '@/signaling'

/** A gesture before it has a number and a sender. */
export type Gesture = Omit<DocumentGesture, 'sessionId' | 'by' | 'number'>

export interface GestureWays {
  /** The channels of the call; null while there is none. */
  readonly channels: DataChannels | null
  readonly toHub: (gesture: DocumentGesture) => void
}

export interface GestureEnds {
  /** What the other side does. */
  readonly take: (gesture: DocumentGesture) => void
  /** What this side looks at now; null while nothing lies here. */
  readonly view: () => Gesture | null
}

/** Whoever was heard over the channel this long ago may be gone from it. */
const provenMilliseconds = 6_000
const beatMilliseconds = 2_000
/** Over the hub, where every message costs the server a request. */
const hubEveryMilliseconds = 100
const rememberedNumbers = 256

/** What must arrive, as opposed to what the next message makes old. */
const whole: ReadonlySet<DocumentGestureKind> = new Set(['ink', 'wipe', 'hello'])

/**
 * Carries gestures to the other side: over the data channels once the other side has been heard there, else by the hub (PROTOCOL.md,
 * Documents). An open channel proves nothing, because the media node relays to whoever is there: only being heard does.
 * What comes by both ways is taken once; of pointer and view only the newest counts.
 */
export class GestureLine {
  private readonly ends: Cancel[] = []
  private readonly newest = new Map<DocumentGestureKind, number>()
  private readonly seen = new Set<number>()
  private number: number
  private heardAt = Number.NEGATIVE_INFINITY
  private hubAt = Number.NEGATIVE_INFINITY
  private stopBeat: Cancel = () => {}

  constructor(
    private readonly sessionId: string,
    private readonly by: ParticipantRole,
    private readonly ways: GestureWays,
    private readonly page: GestureEnds,
    private readonly clock: Clock = browserClock,
  ) {
    // A page that is loaded anew must not start below what it said before.
    this.number = Date.now() * 1_000
    const listen = (message: ChannelMessage): void => this.fromChannel(message)
    if (ways.channels !== null) this.ends.push(ways.channels.live.onMessage(listen), ways.channels.files.onMessage(listen))
    this.keepBeating()
  }

  /** The other side hears us over the channel: the hub is spared. */
  get direct(): boolean {
    return this.clock.now() - this.heardAt < provenMilliseconds && this.ways.channels?.live.state.value.kind === 'open'
  }

  send(gesture: Gesture): void {
    const numbered: DocumentGesture = { ...gesture, sessionId: this.sessionId, by: this.by, number: ++this.number }
    const sent = this.toChannel(numbered)
    if (sent && this.direct) return
    if (!whole.has(gesture.kind) && this.clock.now() - this.hubAt < hubEveryMilliseconds) return
    this.hubAt = this.clock.now()
    this.ways.toHub(numbered)
  }

  /** What the hub brought. */
  fromHub(gesture: DocumentGesture): void {
    if (gesture.sessionId !== this.sessionId || gesture.by === this.by) return
    // A page that has come anew has no channel yet, whatever its predecessor had a moment ago.
    if (gesture.kind === 'hello') this.heardAt = Number.NEGATIVE_INFINITY
    this.accept(gesture)
  }

  close(): void {
    this.stopBeat()
    this.ends.splice(0).forEach(end => end())
  }

  private fromChannel(message: ChannelMessage): void {
    const gesture = typeof message === 'string' ? readGesture(message) : null
    if (gesture === null || gesture.sessionId !== this.sessionId || gesture.by === this.by) return
    this.heardAt = this.clock.now()
    this.accept(gesture)
  }

  private accept(gesture: DocumentGesture): void {
    if (this.seen.has(gesture.number)) return
    this.remember(gesture.number)
    if (!whole.has(gesture.kind)) {
      if (gesture.number < (this.newest.get(gesture.kind) ?? 0)) return
      this.newest.set(gesture.kind, gesture.number)
    }
    this.page.take(gesture)
  }

  private remember(number: number): void {
    this.seen.add(number)
    if (this.seen.size > rememberedNumbers) this.seen.delete(this.seen.values().next().value ?? number)
  }

  private toChannel(gesture: DocumentGesture): boolean {
    const { channels } = this.ways
    if (channels === null) return false
    return (whole.has(gesture.kind) ? channels.files : channels.live).trySend(JSON.stringify({ document: gesture }))
  }

  /** The view again and again: whoever missed it gets it, and both sides hear that the channel works. */
  private keepBeating(): void {
    this.stopBeat = this.clock.after(beatMilliseconds, () => {
      const view = this.page.view()
      if (view !== null) this.toChannel({ ...view, sessionId: this.sessionId, by: this.by, number: ++this.number })
      this.keepBeating()
    })
  }
}

/** The channel relays whatever the other page sends: nothing of it is believed before it is looked at. */
export function readGesture(message: string): DocumentGesture | null {
  let parsed: unknown
  try {
    parsed = JSON.parse(message)
  } catch {
    return null
  }
  const gesture = isRecord(parsed) && isRecord(parsed['document']) ? parsed['document'] : null
  return gesture !== null && isGesture(gesture) ? gesture : null
}

const kinds: ReadonlySet<unknown> = new Set<DocumentGestureKind>(['hello', 'view', 'point', 'ink', 'wipe'])
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isShare = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1
const isCount = (value: unknown, least: number): boolean => Number.isSafeInteger(value) && (value as number) >= least

function isGesture(value: Record<string, unknown>): value is Record<string, unknown> & DocumentGesture {
  const { points } = value
  return typeof value['sessionId'] === 'string' && (value['by'] === 'applicant' || value['by'] === 'clerk') && kinds.has(value['kind'])
    && isCount(value['serial'], 1) && isCount(value['number'], 0) && isCount(value['page'], 1) && isShare(value['x']) && isShare(value['y'])
    && typeof value['zoom'] === 'number' && value['zoom'] >= 0.25 && value['zoom'] <= 8
    && (points === null || (Array.isArray(points) && points.length <= 400 && points.length % 2 === 0 && points.every(isShare)))
}
