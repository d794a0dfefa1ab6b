import type { Cancel, Clock } from './clock'
import { Subject, type Observable } from './observable'
import type { Negotiate, NegotiationRefusal, PeerPort } from './peer-port'

//  connecting ──connected──▶ connected ──disconnected──▶ interrupted
//     ▲  └──failed, refused──▶ waiting   ◀──failed, 4 s───────┘
//     └──────retry time───────────┘        (close(): from everywhere to closed)
/** Where one connection stands. Nothing is called "reconnecting" that does not try: `waiting` names the next attempt. */
export type LinkState =
  | { kind: 'connecting'; attempt: number }
  | { kind: 'connected'; since: number }
  | { kind: 'interrupted'; since: number }
  | { kind: 'waiting'; attempt: number; retryAt: number; refusal: NegotiationRefusal | null }
  | { kind: 'closed' }

export interface PeerLinkOptions {
  readonly createPeer: () => PeerPort
  /** Adds the transceivers and handlers of a fresh peer, before the offer is made. */
  readonly prepare: (peer: PeerPort) => void
  readonly negotiate: Negotiate
  readonly clock: Clock
  /** 0..1, spreads the retries of many pages after an outage. */
  readonly random: () => number
}

const connectTimeoutMilliseconds = 8_000
/** "disconnected" often heals by itself; browsers need 15 s and more to call it "failed", which is too long for a person. */
const healMilliseconds = 4_000
const retryMilliseconds = [500, 1_000, 2_000, 4_000, 8_000] as const

/**
 * One negotiated connection to the media node that is made anew whenever it breaks. It is a new peer each time, not an
 * ICE restart: the node treats each offer as a whole connection (a second publish replaces the first), which also heals a
 * lost DTLS state. The answer carries the node's candidates (ICE-lite), so the offer is sent without gathering.
 */
export class PeerLink {
  private readonly stateSubject = new Subject<LinkState>({ kind: 'connecting', attempt: 1 })
  private current: PeerPort | null = null
  private timer: Cancel | null = null
  private attempt = 0

  constructor(private readonly options: PeerLinkOptions) {}

  get state(): Observable<LinkState> {
    return this.stateSubject
  }

  get peer(): PeerPort | null {
    return this.current
  }

  start(): void {
    void this.connect()
  }

  /** Tries at once, e.g. when the network is back; a healthy connection is left alone. */
  retryNow(): void {
    const kind = this.stateSubject.value.kind
    if (kind === 'waiting' || kind === 'interrupted') void this.connect()
  }

  /** The connection says it is up but nothing arrives: make it anew. */
  renew(): void {
    if (this.stateSubject.value.kind === 'connected') void this.connect()
  }

  close(): void {
    this.dropPeer()
    this.stateSubject.set({ kind: 'closed' })
  }

  private async connect(): Promise<void> {
    this.dropPeer()
    const attempt = ++this.attempt
    const peer = this.options.createPeer()
    this.current = peer
    this.stateSubject.set({ kind: 'connecting', attempt })
    this.options.prepare(peer)
    peer.onconnectionstatechange = () => this.onConnectionState(peer)
    this.setTimer(connectTimeoutMilliseconds, () => this.waitThenRetry(null))
    await this.offer(peer)
  }

  private async offer(peer: PeerPort): Promise<void> {
    try {
      const offer = await peer.createOffer()
      await peer.setLocalDescription(offer)
      if (this.current !== peer) return // closed meanwhile: an offer after the farewell would open the seat again
      const reply = await this.options.negotiate(offer.sdp ?? '')
      if (this.current !== peer) return
      if (reply.value) await peer.setRemoteDescription({ type: 'answer', sdp: reply.value.sdp })
      else this.waitThenRetry(reply.refusal)
    } catch {
      // The hub is gone or the peer was closed meanwhile: the retry finds out which.
      if (this.current === peer) this.waitThenRetry(null)
    }
  }

  private onConnectionState(peer: PeerPort): void {
    if (this.current !== peer) return
    if (peer.connectionState === 'connected') this.onConnected()
    else if (peer.connectionState === 'disconnected') this.onDisconnected()
    else if (peer.connectionState === 'failed') this.waitThenRetry(null)
  }

  private onConnected(): void {
    this.clearTimer()
    this.attempt = 0
    this.stateSubject.set({ kind: 'connected', since: this.options.clock.now() })
  }

  private onDisconnected(): void {
    this.stateSubject.set({ kind: 'interrupted', since: this.options.clock.now() })
    this.setTimer(healMilliseconds, () => void this.connect())
  }

  private waitThenRetry(refusal: NegotiationRefusal | null): void {
    this.dropPeer()
    const delay = this.retryDelay()
    this.stateSubject.set({ kind: 'waiting', attempt: this.attempt, retryAt: this.options.clock.now() + delay, refusal })
    this.setTimer(delay, () => void this.connect())
  }

  private retryDelay(): number {
    const base = retryMilliseconds[Math.min(this.attempt, retryMilliseconds.length) - 1] ?? retryMilliseconds[0]
    return Math.round(base * (0.75 + this.options.random() * 0.5))
  }

  private setTimer(milliseconds: number, action: () => void): void {
    this.clearTimer()
    this.timer = this.options.clock.after(milliseconds, action)
  }

  private clearTimer(): void {
    this.timer?.()
    this.timer = null
  }

  private dropPeer(): void {
    this.clearTimer()
    const peer = this.current
    this.current = null
    if (peer === null) return
    peer.onconnectionstatechange = null
    peer.ontrack = null
    peer.close()
  }
}
