import type { Cancel } from './clock'
import type { DataChannels } from './data-channels'
import { PublishDialogue, type PublishSignaling } from './dialogues'
import type { LocalMedia, LocalTracks } from './local-media'
import type { Observable } from './observable'
import { PeerLink, type LinkState, type PeerLinkOptions } from './peer-link'
import type { PeerPort, SenderPort } from './peer-port'

/**
 * The camera in three sizes (simulcast, RFC 8853): the node sends each watcher the one that its page shows and its line takes. The
 * largest is enough for a readable document at 720p and little enough for a hall's shared line.
 */
const cameraSizes: readonly RTCRtpEncodingParameters[] = [
  { rid: 'q', scaleResolutionDownBy: 4, maxBitrate: 150_000 },
  { rid: 'h', scaleResolutionDownBy: 2, maxBitrate: 500_000 },
  { rid: 'f', scaleResolutionDownBy: 1, maxBitrate: 1_500_000 },
]
/** Text that moves little: sharp edges matter, frames do not. */
const maxScreenBitsPerSecond = 2_500_000

interface Senders {
  readonly audio: SenderPort
  readonly camera: SenderPort
  readonly screen: SenderPort
}

/**
 * Sends own microphone, camera, and screen or document, and carries the data channels. All three lines exist from the start, even without a device, so that one may
 * come later by replaceTrack: nothing is negotiated again for a mute, another camera or a shared screen.
 */
export class PublishConnection {
  private readonly link: PeerLink
  private readonly unsubscribe: Cancel
  private senders: Senders | null = null
  private screen: MediaStreamTrack | null = null

  constructor(
    private readonly media: LocalMedia,
    private readonly channels: DataChannels,
    signaling: PublishSignaling,
    options: Omit<PeerLinkOptions, 'prepare' | 'dialogue'>,
  ) {
    this.link = new PeerLink({ ...options, dialogue: new PublishDialogue(signaling), prepare: peer => this.prepare(peer) })
    this.unsubscribe = media.tracks.subscribe(tracks => void this.replaceTracks(tracks))
    // A peer that is given up closes its channels without an event.
    this.link.state.subscribe(state => { if (state.kind === 'waiting') this.channels.detach() })
    this.link.start()
  }

  get state(): Observable<LinkState> {
    return this.link.state
  }

  get peer(): PeerPort | null {
    return this.link.peer
  }

  /** The second picture: a screen, a document camera; null ends it. It stays through every reconnect. */
  async setScreen(track: MediaStreamTrack | null): Promise<void> {
    this.screen = track
    await Promise.allSettled([this.senders?.screen.replaceTrack(track)])
  }

  retryNow(): void {
    this.link.retryNow()
  }

  networkChanged(): void {
    this.link.networkChanged()
  }

  renew(): void {
    this.link.renew()
  }

  reconnect(): void {
    this.link.reconnect()
  }

  close(): void {
    this.unsubscribe()
    this.senders = null
    this.channels.detach()
    this.link.close()
  }

  /** The tracks are shared with the new peer as they are, so a mute survives every reconnect. */
  private prepare(peer: PeerPort): void {
    this.channels.attach(peer)
    const { audio, video } = this.media.tracks.value
    const streams = [this.media.stream]
    const picture = (track: MediaStreamTrack | null, sendEncodings: RTCRtpEncodingParameters[]): SenderPort =>
      peer.addTransceiver(track ?? 'video', { direction: 'sendonly', sendEncodings, streams }).sender
    this.senders = {
      audio: peer.addTransceiver(audio ?? 'audio', { direction: 'sendonly', streams }).sender,
      camera: picture(video, cameraSizes.map(size => ({ ...size }))),
      screen: picture(this.screen, [{ maxBitrate: maxScreenBitsPerSecond }]),
    }
  }

  private async replaceTracks(tracks: LocalTracks): Promise<void> {
    if (this.senders === null) return
    const { audio, camera } = this.senders
    // A peer that closes meanwhile rejects; its successor is made with the new tracks.
    await Promise.allSettled([audio.replaceTrack(tracks.audio), camera.replaceTrack(tracks.video)])
  }
}
