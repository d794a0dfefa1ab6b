import type { Cancel, Clock } from './clock'
import { Subject, type Observable } from './observable'
import type { LinkDialogue, NegotiationRefusal, PeerPort } from './peer-port'

//  connecting ──connected──▶ connected ──disconnected, network changed──▶ interrupted (ICE restart)
//     ▲  └──failed, refused──▶ waiting   ◀──────failed, refused, 4 s─────────┘
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
  /** Adds the transceivers and handlers of a fresh peer, before anything is negotiated. */
  readonly prepare: (peer: PeerPort) => void
  readonly dialogue: LinkDialogue
  readonly clock: Clock
  /** 0..1, spreads the retries of many pages after an outage. */
  readonly random: () => number
}

const connectTimeoutMilliseconds = 8_000
/** A restart takes a round trip and a check; browsers need 15 s and more to call a connection "failed", too long for a person. */
const healMilliseconds = 4_000
/** A restart that brought nothing is not tried again: the next step is a whole new connection. */
const restartPauseMilliseconds = 10_000
const finalRefusals: readonly string[] = ['not-found', 'media-refused']
const retryMilliseconds = [500, 1_000, 2_000, 4_000, 8_000] as const

/**
 * One negotiated connection to the media node that heals by itself: first by an ICE restart, which keeps DTLS and every stream
 * (a phone that left the Wi-Fi); when that does not help, by a new peer, which also heals a lost DTLS state or a restarted node. The
 * node's description carries its candidates (ICE-lite), so nothing waits for gathering.
 */
export class PeerLink {
  private readonly stateSubject = new Subject<LinkState>({ kind: 'connecting', attempt: 1 })
  private current: PeerPort | null = null
  private timer: Cancel | null = null
  private attempt = 0
  private restartedAt = Number.NEGATIVE_INFINITY

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

  /** Tries at once, e.g. when the hub is back; a healthy connection is left alone. */
  retryNow(): void {
    const kind = this.stateSubject.value.kind
    if (kind === 'waiting') void this.connect()
    else if (kind === 'interrupted') this.heal()
  }

  /** Another network: the connection may be dead although it does not know yet. */
  networkChanged(): void {
    const kind = this.stateSubject.value.kind
    if (kind === 'connected' || kind === 'interrupted') this.heal()
    else this.retryNow()
  }

  /** The connection says it is up but nothing arrives. */
  renew(): void {
    if (this.stateSubject.value.kind === 'connected') this.heal()
  }

  /** The node asks to be left: a whole new connection, wherever it leads. */
  reconnect(): void {
    const kind = this.stateSubject.value.kind
    if (kind === 'connected' || kind === 'interrupted') void this.connect()
  }

  /** A change of what is negotiated, by whoever knows the dialogue; a failure is as good as a broken connection. */
  async change(act: (peer: PeerPort) => Promise<NegotiationRefusal | null>): Promise<void> {
    const peer = this.current
    if (peer !== null) await this.converse(peer, act)
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
    await this.converse(peer, fresh => this.options.dialogue.open(fresh))
  }

  private async converse(peer: PeerPort, act: (peer: PeerPort) => Promise<NegotiationRefusal | null>): Promise<void> {
    try {
      const refusal = await act(peer)
      if (this.current === peer && refusal !== null) this.waitThenRetry(refusal)
    } catch {
      // The hub is gone or the peer was closed meanwhile: the retry finds out which.
      if (this.current === peer) this.waitThenRetry(null)
    }
  }

  private onConnectionState(peer: PeerPort): void {
    if (this.current !== peer) return
    if (peer.connectionState === 'connected') this.onConnected()
    else if (peer.connectionState === 'disconnected') this.heal()
    else if (peer.connectionState === 'failed') this.waitThenRetry(null)
  }

  private onConnected(): void {
    this.clearTimer()
    this.attempt = 0
    this.stateSubject.set({ kind: 'connected', since: this.options.clock.now() })
  }

  private heal(): void {
    const peer = this.current
    const now = this.options.clock.now()
    if (peer === null || now - this.restartedAt < restartPauseMilliseconds) return void this.connect()
    this.restartedAt = now
    if (this.stateSubject.value.kind !== 'interrupted') this.stateSubject.set({ kind: 'interrupted', since: now })
    this.setTimer(healMilliseconds, () => void this.connect())
    void this.restart(peer)
  }

  private async restart(peer: PeerPort): Promise<void> {
    try {
      const refusal = await this.options.dialogue.restart(peer)
      if (this.current !== peer) return
      if (refusal !== null && isFinal(refusal)) void this.connect()
      // It never was down, or it came up while we talked: browsers then tell no change.
      else if (refusal === null && peer.connectionState === 'connected') this.onConnected()
    } catch {
      // No hub, no restart: it heals by itself, or the timer makes a new connection.
    }
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

/** The node does not know the connection any more, or does not like it; every other "no" may be over in a moment. */
function isFinal(refusal: NegotiationRefusal): boolean {
  return finalRefusals.includes(refusal.code)
}
