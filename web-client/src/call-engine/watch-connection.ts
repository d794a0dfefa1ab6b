import { Subject, type Observable } from './observable'
import { PeerLink, type LinkState, type PeerLinkOptions } from './peer-link'
import type { PeerPort } from './peer-port'

/** Receives one other participant's microphone and camera. */
export class WatchConnection {
  private readonly link: PeerLink
  private readonly streamSubject = new Subject<MediaStream | null>(null)

  constructor(
    options: Omit<PeerLinkOptions, 'prepare'>,
    private readonly newStream: () => MediaStream = () => new MediaStream(),
  ) {
    this.link = new PeerLink({ ...options, prepare: peer => this.prepare(peer) })
    this.link.start()
  }

  get state(): Observable<LinkState> {
    return this.link.state
  }

  get peer(): PeerPort | null {
    return this.link.peer
  }

  /** What the element shows; a new stream after each renewed connection, so that the element surely restarts. */
  get stream(): Observable<MediaStream | null> {
    return this.streamSubject
  }

  retryNow(): void {
    this.link.retryNow()
  }

  renew(): void {
    this.link.renew()
  }

  close(): void {
    this.link.close()
    this.streamSubject.set(null)
  }

  private prepare(peer: PeerPort): void {
    const stream = this.newStream()
    peer.addTransceiver('audio', { direction: 'recvonly' })
    peer.addTransceiver('video', { direction: 'recvonly' })
    peer.ontrack = event => {
      stream.addTrack(event.track)
      this.streamSubject.set(stream)
    }
  }
}
