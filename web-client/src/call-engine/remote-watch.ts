import type { CallParticipant } from './call'
import type { Cancel, Clock } from './clock'
import type { Expectation, Quality } from './connection-quality'
import type { MediaSample } from './media-sample'
import type { LinkState } from './peer-link'
import { QualityWatch } from './quality-watch'
import type { WatchConnection } from './watch-connection'

/** One watched participant, as the page shows it. */
export interface RemoteMedia {
  readonly participantId: string
  /** Null until the first track has arrived. */
  readonly stream: MediaStream | null
  /** The second picture, while it moves or has just stopped; null while nothing is shared. */
  readonly screen: MediaStream | null
  readonly link: LinkState
  readonly quality: Quality
  readonly sample: MediaSample | null
}

/** A shared page that nobody scrolls sends a frame now and then; after so long without one it is over. */
const screenGoneMilliseconds = 6_000

export interface RemoteWatchEvents {
  readonly changed: () => void
  readonly tellHeight: (height: number) => void
}

/** One participant on the watch connection: what arrives of it and how well; knows what it should be sending. */
export class RemoteWatch {
  private readonly measurement: QualityWatch
  private readonly subscriptions: Cancel[]
  private screenFrames = 0
  private screenSeenAt = Number.NEGATIVE_INFINITY
  private shownHeight: number | null = null

  constructor(
    private participant: CallParticipant,
    private held: boolean,
    private readonly connection: WatchConnection,
    private readonly clock: Clock,
    private readonly events: RemoteWatchEvents,
  ) {
    const id = participant.participantId
    const { changed } = events
    this.measurement = new QualityWatch(connection, 'watch', () => this.expectation(), clock, () => connection.of(id).mids)
    this.subscriptions = [
      connection.state.subscribe(() => this.tellShown()),
      this.measurement.sampled.subscribe(sample => this.followScreen(sample)),
      this.measurement.quality.subscribe(changed),
      this.measurement.sampled.subscribe(changed),
    ]
  }

  get media(): RemoteMedia {
    const { participantId } = this.participant
    const { face, screen } = this.connection.of(participantId)
    const screenMoves = this.clock.now() - this.screenSeenAt < screenGoneMilliseconds
    return {
      participantId,
      stream: face,
      screen: screenMoves ? screen : null,
      link: this.connection.state.value,
      quality: this.measurement.quality.value,
      sample: this.measurement.sampled.value,
    }
  }

  update(participant: CallParticipant, held: boolean): void {
    this.participant = participant
    this.held = held
  }

  /** The page shows the picture this high, in device pixels. */
  show(height: number): void {
    if (height === this.shownHeight) return
    this.shownHeight = height
    this.tellShown()
  }

  close(): void {
    this.subscriptions.forEach(cancel => cancel())
    this.measurement.close()
  }

  private followScreen(sample: MediaSample | null): void {
    const frames = sample?.screenFrames ?? 0
    if (frames > this.screenFrames) this.screenSeenAt = this.clock.now()
    this.screenFrames = frames
  }

  /** The wish belongs to the connection: each new one hears it again. */
  private tellShown(): void {
    if (this.shownHeight !== null && this.connection.state.value.kind === 'connected') this.events.tellHeight(this.shownHeight)
  }

  /** While held, or while the other side itself is lost, no packets are due: silence then is not our line's fault. */
  private expectation(): Expectation {
    const { publishing, connected, microphone, camera } = this.participant
    const media = publishing && connected && !this.held && (microphone || camera)
    return { media, picture: media && camera }
  }
}
