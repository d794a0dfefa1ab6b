import type { CallParticipant } from './call'
import type { Cancel } from './clock'
import type { Expectation, Quality } from './connection-quality'
import type { MediaSample } from './media-sample'
import type { LinkState, PeerLinkOptions } from './peer-link'
import { QualityWatch } from './quality-watch'
import { WatchConnection } from './watch-connection'

/** One watched participant, as the page shows it. */
export interface RemoteMedia {
  readonly participantId: string
  /** Null until the first track has arrived. */
  readonly stream: MediaStream | null
  readonly link: LinkState
  readonly quality: Quality
  readonly sample: MediaSample | null
}

export interface RemoteWatchOptions extends Omit<PeerLinkOptions, 'prepare'> {
  readonly newStream: () => MediaStream
  readonly changed: () => void
}

/** A watch connection with its measurement; knows what the participant should be sending. */
export class RemoteWatch {
  private readonly connection: WatchConnection
  private readonly measurement: QualityWatch
  private readonly subscriptions: Cancel[]

  constructor(
    private participant: CallParticipant,
    private held: boolean,
    options: RemoteWatchOptions,
  ) {
    const { newStream, changed, ...link } = options
    this.connection = new WatchConnection(link, newStream)
    this.measurement = new QualityWatch(this.connection, 'watch', () => this.expectation(), options.clock)
    this.subscriptions = [
      this.connection.state.subscribe(changed),
      this.connection.stream.subscribe(changed),
      this.measurement.quality.subscribe(changed),
      this.measurement.sampled.subscribe(changed),
    ]
  }

  get media(): RemoteMedia {
    return {
      participantId: this.participant.participantId,
      stream: this.connection.stream.value,
      link: this.connection.state.value,
      quality: this.measurement.quality.value,
      sample: this.measurement.sampled.value,
    }
  }

  update(participant: CallParticipant, held: boolean): void {
    this.participant = participant
    this.held = held
  }

  retryNow(): void {
    this.connection.retryNow()
  }

  renew(): void {
    this.connection.renew()
  }

  close(): void {
    this.subscriptions.forEach(cancel => cancel())
    this.measurement.close()
    this.connection.close()
  }

  /** While held, or while the other side itself is lost, no packets are due: silence then is not our line's fault. */
  private expectation(): Expectation {
    const { publishing, connected, microphone, camera } = this.participant
    const media = publishing && connected && !this.held && (microphone || camera)
    return { media, picture: media && camera }
  }
}
