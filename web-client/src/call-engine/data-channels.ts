import { Subject, type Observable } from './observable'
import type { ChannelPort, PeerPort } from './peer-port'
import type { Cancel } from './clock'

/**
 * The two data channels of a call (signaling/PROTOCOL.md, "Data channels"): `live` for what only the newest of counts (pointer, view),
 * `files` for what must arrive whole and in order. The media node relays each to the others' channels of the same name.
 */
export type ChannelLabel = 'live' | 'files'

/** `generation` grows with each connection: what was sent on an earlier one may not have arrived. */
export type ChannelState = { kind: 'closed' } | { kind: 'opening'; generation: number } | { kind: 'open'; generation: number }

export type ChannelMessage = string | ArrayBuffer

interface ChannelRules {
  readonly init: RTCDataChannelInit
  /** Bytes waiting in the browser beyond which `trySend` says no. */
  readonly highWaterBytes: number
  readonly lowWaterBytes: number
}

/** What the media node takes (a=max-message-size of its answer). */
export const maxMessageBytes = 256 * 1024

const rules: Record<ChannelLabel, ChannelRules> = {
  // An old pointer position is worse than none: little may wait, nothing is repeated.
  live: { init: { ordered: false, maxRetransmits: 0 }, highWaterBytes: 16 * 1024, lowWaterBytes: 4 * 1024 },
  files: { init: { ordered: true }, highWaterBytes: 1024 * 1024, lowWaterBytes: 256 * 1024 },
}

/** One channel that outlives its connections: each new publish connection opens it anew. */
export class CallChannel {
  private readonly stateSubject = new Subject<ChannelState>({ kind: 'closed' })
  private readonly listeners = new Set<(message: ChannelMessage) => void>()
  private readonly waiting = new Set<(writable: boolean) => void>()
  private port: ChannelPort | null = null
  private generation = 0

  constructor(readonly label: ChannelLabel) {}

  get state(): Observable<ChannelState> {
    return this.stateSubject
  }

  onMessage(listener: (message: ChannelMessage) => void): Cancel {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /**
   * Sends one message.
   * @returns false when the channel is not open or too much waits: drop it (`live`) or await {@link writable} (`files`).
   */
  trySend(message: string | ArrayBufferView<ArrayBuffer> | ArrayBuffer): boolean {
    if (typeof message !== 'string' && message.byteLength > maxMessageBytes) throw new RangeError('message too long for a data channel')
    const port = this.port
    if (port === null || port.readyState !== 'open' || port.bufferedAmount > rules[this.label].highWaterBytes) return false
    port.send(message)
    return true
  }

  /** Resolves with true when there is room again, with false when the connection it waited on has ended. */
  writable(): Promise<boolean> {
    const port = this.port
    if (port === null || port.readyState !== 'open') return Promise.resolve(false)
    if (port.bufferedAmount <= rules[this.label].highWaterBytes) return Promise.resolve(true)
    return new Promise(resolve => this.waiting.add(resolve))
  }

  /** Offers the channel on a fresh peer, before its offer is made. */
  attach(peer: PeerPort): void {
    this.detach()
    const port = peer.createDataChannel(this.label, rules[this.label].init)
    const generation = ++this.generation
    this.port = port
    port.binaryType = 'arraybuffer'
    port.bufferedAmountLowThreshold = rules[this.label].lowWaterBytes
    port.onopen = () => this.stateSubject.set({ kind: 'open', generation })
    port.onclose = () => this.detach()
    port.onbufferedamountlow = () => this.settle(true)
    port.onmessage = event => this.tell(event.data as ChannelMessage)
    this.stateSubject.set({ kind: 'opening', generation })
  }

  /** Lets go of the peer's channel, which ends with its peer. */
  detach(): void {
    const port = this.port
    if (port === null) return
    this.port = null
    port.onopen = port.onclose = port.onmessage = port.onbufferedamountlow = null
    port.close()
    this.settle(false)
    this.stateSubject.set({ kind: 'closed' })
  }

  private tell(message: ChannelMessage): void {
    for (const listener of [...this.listeners]) listener(message)
  }

  private settle(writable: boolean): void {
    const waiting = [...this.waiting]
    this.waiting.clear()
    waiting.forEach(resolve => resolve(writable))
  }
}

/** The channels of one call; closed while there is no publish connection (a watcher without media has none). */
export class DataChannels {
  readonly live = new CallChannel('live')
  readonly files = new CallChannel('files')

  attach(peer: PeerPort): void {
    this.live.attach(peer)
    this.files.attach(peer)
  }

  detach(): void {
    this.live.detach()
    this.files.detach()
  }
}
