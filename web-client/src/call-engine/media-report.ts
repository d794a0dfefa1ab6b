import type { Cancel, Clock } from './clock'
import type { LocalMedia } from './local-media'

const resendAfterMilliseconds = 2_000

/** Tells the server what is really sent, so that the others see a mute as a fact and not as a guess. */
export class MediaReport {
  private readonly unsubscribe: Cancel
  private sent: { microphone: boolean; camera: boolean; at: number } | null = null
  private joined = false

  constructor(
    private readonly media: LocalMedia,
    private readonly send: (microphone: boolean, camera: boolean) => Promise<unknown>,
    private readonly clock: Clock,
  ) {
    this.unsubscribe = media.state.subscribe(() => this.report())
  }

  /** The server's view of us differs (lost message, reconnect): say it again, but not in a loop. */
  compare(seen: { readonly microphone: boolean; readonly camera: boolean } | null): void {
    this.joined = seen !== null
    const right = seen?.microphone === this.media.microphoneOn && seen.camera === this.media.cameraOn
    const recently = this.sent !== null && this.clock.now() - this.sent.at < resendAfterMilliseconds
    if (this.joined && !right && !recently) this.sendNow()
  }

  close(): void {
    this.unsubscribe()
  }

  private report(): void {
    if (!this.joined || this.media.state.value.kind !== 'ready') return
    const { microphoneOn, cameraOn } = this.media
    if (this.sent?.microphone !== microphoneOn || this.sent.camera !== cameraOn) this.sendNow()
  }

  private sendNow(): void {
    const { microphoneOn, cameraOn } = this.media
    this.sent = { microphone: microphoneOn, camera: cameraOn, at: this.clock.now() }
    this.send(microphoneOn, cameraOn).catch(() => {
      this.sent = null // the next snapshot shows the difference and it is said again
    })
  }
}
