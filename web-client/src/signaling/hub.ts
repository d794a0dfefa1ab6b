import { HttpTransportType, HubConnectionBuilder, HubConnectionState, LogLevel, type HubConnection } from '@microsoft/signalr'
import { reconnectDelay } from './backoff'
import type {
  ApplicantClientEvents, ApplicantHubMethods, DeskClientEvents, DeskHubMethods, DocumentClientEvents, FormClientEvents, MediaMoved, Reply, SigningClientEvents, SpeakerChanged,
  WallClientEvents, WallHubMethods,
} from './contracts.gen'
import { disconnected, noAnswer } from './refusals'
import { SnapshotSequence } from './sequence'

/** What a page may truthfully say about its line to the hall. */
export type Link = 'connecting' | 'online' | 'offline' | 'superseded' | 'stopped'

type PaperEvents = DocumentClientEvents & SigningClientEvents

interface Sequenced {
  readonly sequence: number
}

/** A hub's methods: name → [request or null, value of the reply]. */
type Methods<M> = { readonly [K in keyof M]: readonly [unknown, unknown] }
type Arguments<Request> = Request extends null ? [] : [request: Request]

/** The part of a SignalR connection that is used here; tests put their own in its place. */
export type Connection = Pick<HubConnection, 'start' | 'stop' | 'invoke' | 'on' | 'off' | 'onclose' | 'state'>

export interface HubOptions {
  readonly url: string
  readonly connect?: (url: string) => Connection
  readonly random?: () => number
  /** Waits so many milliseconds, or until the signal says to go on at once. */
  readonly wait?: (milliseconds: number, goOn: AbortSignal) => Promise<void>
  /** Runs something in a later turn of the event loop. */
  readonly later?: (run: () => void) => void
}

const replyTimeoutMilliseconds = 12_000
const probeTimeoutMilliseconds = 3_000

/**
 * One hub, kept connected for ever: WebSocket only, a snapshot after each (re)connect, stale snapshots dropped.
 * Invocations answer with a value or a refusal and never throw.
 */
export class HubClient<M extends Methods<M> & { readonly Snapshot: readonly [null, S] }, S extends Sequenced> {
  private readonly connection: Connection
  private readonly sequence = new SnapshotSequence()
  private readonly stateObservers = new Set<(snapshot: S) => void>()
  private readonly linkObservers = new Set<(link: Link) => void>()
  private readonly moveObservers = new Set<(news: MediaMoved) => void>()
  private readonly speakerObservers = new Set<(news: SpeakerChanged) => void>()
  private readonly random: () => number
  private readonly wait: NonNullable<HubOptions['wait']>
  private readonly later: NonNullable<HubOptions['later']>
  private waiting = new AbortController()
  private running = false
  private connecting = false
  private currentLink: Link = 'stopped'

  constructor(options: HubOptions) {
    this.connection = (options.connect ?? webSocketConnection)(options.url)
    this.random = options.random ?? Math.random
    this.wait = options.wait ?? waitOrGoOn
    this.later = options.later ?? (run => void setTimeout(run, 0))
    this.connection.on('State', (snapshot: S) => this.accept(snapshot))
    this.connection.on('MediaMoved', (news: MediaMoved) => [...this.moveObservers].forEach(observer => observer(news)))
    this.connection.on('SpeakerChanged', (news: SpeakerChanged) => [...this.speakerObservers].forEach(observer => observer(news)))
    this.connection.on('Superseded', () => void this.end('superseded'))
    this.connection.onclose(() => this.lost())
  }

  get link(): Link {
    return this.currentLink
  }

  /** Calls the observer with each newer snapshot. @returns a function that ends the subscription. */
  onState(observer: (snapshot: S) => void): () => void {
    this.stateObservers.add(observer)
    return () => this.stateObservers.delete(observer)
  }

  /** Calls the observer now and after each change. @returns a function that ends the subscription. */
  onLink(observer: (link: Link) => void): () => void {
    this.linkObservers.add(observer)
    observer(this.currentLink)
    return () => this.linkObservers.delete(observer)
  }

  /** Calls the observer when a session's media has to be negotiated again. @returns a function that ends the subscription. */
  onMediaMoved(observer: (news: MediaMoved) => void): () => void {
    this.moveObservers.add(observer)
    return () => this.moveObservers.delete(observer)
  }

  /** Calls the observer with each event about the form of a session. @returns a function that ends the subscription. */
  onForm<E extends keyof FormClientEvents>(event: E, observer: (...news: FormClientEvents[E]) => void): () => void {
    const handler = (...news: unknown[]): void => observer(...(news as unknown as FormClientEvents[E]))
    this.connection.on(event, handler)
    return () => this.connection.off(event, handler)
  }

  /** Calls the observer with each event about the documents of a session and their signing. @returns a function that ends the subscription. */
  onDocuments<E extends keyof PaperEvents>(event: E, observer: (...news: PaperEvents[E]) => void): () => void {
    const handler = (...news: unknown[]): void => observer(...(news as unknown as PaperEvents[E]))
    this.connection.on(event, handler)
    return () => this.connection.off(event, handler)
  }

  /** Calls the observer when somebody else of a session speaks, or nobody. @returns a function that ends the subscription. */
  onSpeaker(observer: (news: SpeakerChanged) => void): () => void {
    this.speakerObservers.add(observer)
    return () => this.speakerObservers.delete(observer)
  }

  /** Connects and stays connected until {@link stop} or until another tab takes over. Resolves once online or ended. */
  async start(): Promise<void> {
    if (this.running) return
    this.running = true
    await this.connectForEver('connecting')
  }

  async stop(): Promise<void> {
    await this.end('stopped')
  }

  /** Asks the hub. A lost connection or a silent server is a refusal too, with words for people. */
  async invoke<K extends keyof M & string>(method: K, ...request: Arguments<M[K][0]>): Promise<Reply<M[K][1]>> {
    if (this.connection.state !== HubConnectionState.Connected) return disconnected()
    try {
      const reply = this.connection.invoke<Reply<M[K][1]>>(method, ...request)
      return await this.within(replyTimeoutMilliseconds, reply) ?? noAnswer()
    } catch {
      return disconnected()
    }
  }

  /** Takes a snapshot that came inside a reply, unless a newer one is known. */
  accept(snapshot: S): void {
    if (!this.sequence.accept(snapshot.sequence)) return
    for (const observer of [...this.stateObservers]) observer(snapshot)
  }

  /**
   * The page woke up, or the network came back: skip the wait before the next attempt; when connected, ask for a snapshot
   * and treat silence as a lost line, because a phone that slept does not notice a dead socket by itself.
   */
  async nudge(): Promise<void> {
    this.waiting.abort()
    if (!this.running || this.connection.state !== HubConnectionState.Connected) return
    const alive = await this.within(probeTimeoutMilliseconds, this.refresh().then(() => true, () => false))
    if (alive !== true && this.running) await this.connection.stop()
  }

  private async connectForEver(during: Link): Promise<void> {
    if (this.connecting) return
    this.connecting = true
    this.setLink(during)
    for (let attempt = 0; this.running && !await this.tryConnect(); attempt++) await this.pause(attempt)
    this.connecting = false
  }

  private async pause(attempt: number): Promise<void> {
    if (!this.running) return
    this.setLink('offline')
    this.waiting = new AbortController()
    await this.wait(reconnectDelay(attempt, this.random()), this.waiting.signal)
  }

  private async tryConnect(): Promise<boolean> {
    try {
      this.sequence.reset()
      if (this.connection.state === HubConnectionState.Disconnected) await this.connection.start()
      await this.refresh()
      if (this.running) this.setLink('online')
      return true
    } catch {
      return false
    }
  }

  private async refresh(): Promise<void> {
    const reply = await this.within(replyTimeoutMilliseconds, this.connection.invoke<Reply<S>>('Snapshot'))
    if (reply === undefined) throw new Error('The hub did not answer.')
    if (reply.value !== null) this.accept(reply.value)
  }

  /**
   * SignalR forgets its transport only after it has told us of the close: a start within that call would lose the new
   * transport, send no handshake and hang until the server gives up after 15 s. So start in a later turn.
   */
  private lost(): void {
    if (!this.running) return
    this.setLink('offline')
    this.later(() => void (this.running && this.connectForEver('offline')))
  }

  private async end(link: Link): Promise<void> {
    this.running = false
    this.waiting.abort()
    this.setLink(link)
    await this.connection.stop()
  }

  private setLink(link: Link): void {
    if (link === this.currentLink) return
    this.currentLink = link
    for (const observer of [...this.linkObservers]) observer(link)
  }

  private async within<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
    const done = new AbortController()
    const late = this.wait(milliseconds, done.signal).then(() => undefined)
    try {
      return await Promise.race([promise, late])
    } finally {
      done.abort()
    }
  }
}

export type ApplicantHub = HubClient<ApplicantHubMethods, ApplicantClientEvents['State'][0]>
export type DeskHub = HubClient<DeskHubMethods, DeskClientEvents['State'][0]>
export type WallHub = HubClient<WallHubMethods, WallClientEvents['State'][0]>

export const applicantHub = (options?: Partial<HubOptions>): ApplicantHub => new HubClient({ url: '/hubs/applicant', ...options })
export const deskHub = (options?: Partial<HubOptions>): DeskHub => new HubClient({ url: '/hubs/desk', ...options })
export const wallHub = (options?: Partial<HubOptions>): WallHub => new HubClient({ url: '/hubs/wall', ...options })

/** WebSocket at once: no negotiation request, hence no sticky sessions behind a load balancer. */
function webSocketConnection(url: string): Connection {
  return new HubConnectionBuilder()
    .withUrl(url, { transport: HttpTransportType.WebSockets, skipNegotiation: true })
    .configureLogging(LogLevel.None)
    // The server pings every 4 s (PROTOCOL.md); three missed pings are a lost line, and people are told.
    .withServerTimeout(12_000)
    .withKeepAliveInterval(4_000)
    .build()
}

function waitOrGoOn(milliseconds: number, goOn: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    goOn.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    }, { once: true })
  })
}
