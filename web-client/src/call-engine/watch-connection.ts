import { WatchDialogue, type WatchSignaling } from './dialogues'
import { Subject, type Observable } from './observable'
import { PeerLink, type LinkState, type PeerLinkOptions } from './peer-link'
import type { PeerPort, TrackEventPort } from './peer-port'

/** What arrives of one participant. */
export interface RemoteStreams {
  /** Microphone and camera. */
  readonly face: MediaStream | null
  /** Screen, document or second camera; a line that mostly is silent. */
  readonly screen: MediaStream | null
  /** The m-lines that carry it, for statistics. */
  readonly mids: readonly string[]
}

const nothing: RemoteStreams = { face: null, screen: null, mids: [] }

/**
 * Receives everybody this page watches on one connection, by the server's offers. A stream's id is the participant's; the first letter
 * of a line's mid says what it carries (a microphone, v camera, s screen).
 */
export class WatchConnection {
  private readonly link: PeerLink
  private readonly dialogue: WatchDialogue
  private readonly streamsSubject = new Subject<ReadonlyMap<string, RemoteStreams>>(new Map())
  private wanted: readonly string[] = []
  private started = false

  constructor(
    signaling: WatchSignaling,
    options: Omit<PeerLinkOptions, 'prepare' | 'dialogue'>,
    private readonly newStream: () => MediaStream,
  ) {
    this.dialogue = new WatchDialogue(signaling, () => this.wanted)
    this.link = new PeerLink({ ...options, dialogue: this.dialogue, prepare: peer => this.prepare(peer) })
  }

  get state(): Observable<LinkState> {
    return this.link.state
  }

  get peer(): PeerPort | null {
    return this.link.peer
  }

  /** By participant id; new stream objects after each renewed connection, so that the elements surely restart. */
  get streams(): Observable<ReadonlyMap<string, RemoteStreams>> {
    return this.streamsSubject
  }

  of(participantId: string): RemoteStreams {
    return this.streamsSubject.value.get(participantId) ?? nothing
  }

  /** Exactly these from now on. The first of them opens the connection. */
  watch(participantIds: readonly string[]): void {
    const gone = this.wanted.filter(id => !participantIds.includes(id))
    const came = participantIds.some(id => !this.wanted.includes(id))
    this.wanted = participantIds
    if (gone.length > 0) this.forget(gone)
    if (!this.started) {
      this.started = participantIds.length > 0
      if (this.started) this.link.start()
    } else if (came || gone.length > 0) {
      void this.link.change(peer => this.dialogue.change(peer))
    }
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
    if (this.started) this.link.reconnect()
  }

  close(): void {
    this.link.close()
    this.streamsSubject.set(new Map())
  }

  private prepare(peer: PeerPort): void {
    let first = true
    peer.ontrack = event => {
      // The former pictures stay on the page until the first new one is there.
      this.add(event, first ? new Map() : new Map(this.streamsSubject.value))
      first = false
    }
  }

  private add(event: TrackEventPort, streams: Map<string, RemoteStreams>): void {
    const id = event.streams[0]?.id
    const mid = event.transceiver.mid ?? ''
    if (id === undefined || !this.wanted.includes(id)) return
    const former = streams.get(id) ?? nothing
    const part = mid.startsWith('s') ? 'screen' : 'face'
    const stream = former[part] ?? this.newStream()
    stream.addTrack(event.track)
    streams.set(id, { ...former, [part]: stream, mids: [...former.mids.filter(one => one !== mid), mid] })
    this.streamsSubject.set(streams)
  }

  private forget(participantIds: readonly string[]): void {
    const streams = new Map(this.streamsSubject.value)
    participantIds.forEach(id => streams.delete(id))
    this.streamsSubject.set(streams)
  }
}
