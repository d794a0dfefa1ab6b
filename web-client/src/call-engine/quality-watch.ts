import type { Cancel, Clock } from './clock'
import { ConnectionQuality, type Expectation, type Quality } from './connection-quality'
import { sampleOf, type Direction, type MediaSample } from './media-sample'
import { Subject, type Observable } from './observable'
import type { LinkState } from './peer-link'
import type { PeerPort } from './peer-port'

/** A connection as it is measured. */
export interface MeasuredConnection {
  readonly state: Observable<LinkState>
  readonly peer: PeerPort | null
  renew(): void
}

const sampleEveryMilliseconds = 500
/** So long after a loss was told (3 s after the last sign of life), "connected" is a dead connection that does not know it. */
const renewAfterLostMilliseconds = 3_000

const checking: Quality = { level: 'checking', cause: 'none' }
const noAnswer: Quality = { level: 'lost', cause: 'no-answer' }

/** Samples one connection twice a second, tells its quality, and has it renewed when it is dead. */
export class QualityWatch {
  private readonly qualitySubject = new Subject<Quality>(checking)
  private readonly sampleSubject = new Subject<MediaSample | null>(null)
  private readonly judge = new ConnectionQuality()
  private readonly timer: Cancel
  private measuredPeer: PeerPort | null = null
  private lostSince: number | null = null
  private everConnected = false

  constructor(
    private readonly connection: MeasuredConnection,
    private readonly direction: Direction,
    private readonly expectation: () => Expectation,
    private readonly clock: Clock,
    private readonly mids: () => readonly string[] | null = () => null,
  ) {
    this.timer = clock.every(sampleEveryMilliseconds, () => void this.sample())
  }

  get quality(): Observable<Quality> {
    return this.qualitySubject
  }

  /** The newest figures, for a details panel and for tests; null before the first. */
  get sampled(): Observable<MediaSample | null> {
    return this.sampleSubject
  }

  close(): void {
    this.timer()
  }

  private async sample(): Promise<void> {
    const peer = this.connection.peer
    const state = this.connection.state.value
    if (state.kind === 'connected') this.everConnected = true
    if (peer === null || (state.kind !== 'connected' && state.kind !== 'interrupted')) return this.tellUnconnected(state)
    this.follow(peer)
    const sample = sampleOf(await peer.getStats(), this.direction, this.clock.now(), this.mids())
    if (this.connection.peer !== peer) return
    this.sampleSubject.set(sample)
    this.tell(this.judge.observe(sample, this.expectation()))
  }

  private follow(peer: PeerPort): void {
    if (peer !== this.measuredPeer) this.judge.reset()
    this.measuredPeer = peer
  }

  /** The first attempt is "checking"; every later one follows a loss and is not called anything better. */
  private tellUnconnected(state: LinkState): void {
    this.lostSince = null
    const first = !this.everConnected && state.kind === 'connecting' && state.attempt === 1
    this.qualitySubject.set(first ? checking : noAnswer)
  }

  private tell(quality: Quality): void {
    const former = this.qualitySubject.value
    if (former.level !== quality.level || former.cause !== quality.cause) this.qualitySubject.set(quality)
    if (quality.level !== 'lost') this.lostSince = null
    else this.renewWhenDead()
  }

  private renewWhenDead(): void {
    this.lostSince ??= this.clock.now()
    if (this.clock.now() - this.lostSince < renewAfterLostMilliseconds) return
    this.lostSince = null
    this.connection.renew()
  }
}

