import type { Cancel } from './clock'
import type { DataChannels } from './data-channels'
import type { LocalMedia, LocalTracks } from './local-media'
import type { Observable } from './observable'
import { PeerLink, type LinkState, type PeerLinkOptions } from './peer-link'
import type { PeerPort, SenderPort } from './peer-port'

/** Enough for a readable document at 720p, little enough for a hall's shared line. */
const maxVideoBitsPerSecond = 1_500_000

/** Sends own microphone and camera, and carries the data channels. Both lines exist from the start, even without a device, so that one may come later. */
export class PublishConnection {
  private readonly link: PeerLink
  private readonly unsubscribe: Cancel
  private senders: { audio: SenderPort; video: SenderPort } | null = null

  constructor(
    private readonly media: LocalMedia,
    private readonly channels: DataChannels,
    options: Omit<PeerLinkOptions, 'prepare'>,
  ) {
    this.link = new PeerLink({ ...options, prepare: peer => this.prepare(peer) })
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

  retryNow(): void {
    this.link.retryNow()
  }

  renew(): void {
    this.link.renew()
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
    const streams = { streams: [this.media.stream] }
    this.senders = {
      audio: peer.addTransceiver(audio ?? 'audio', { direction: 'sendonly', ...streams }).sender,
      video: peer.addTransceiver(video ?? 'video', {
        direction: 'sendonly',
        sendEncodings: [{ maxBitrate: maxVideoBitsPerSecond }],
        ...streams,
      }).sender,
    }
  }

  private async replaceTracks(tracks: LocalTracks): Promise<void> {
    if (this.senders === null) return
    const { audio, video } = this.senders
    // A peer that closes meanwhile rejects; its successor is made with the new tracks.
    await Promise.allSettled([audio.replaceTrack(tracks.audio), video.replaceTrack(tracks.video)])
  }
}
