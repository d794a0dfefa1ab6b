import { browserClock, type Cancel, type Clock } from './clock'
import type { Quality } from './connection-quality'
import { DataChannels } from './data-channels'
import type { LocalMedia } from './local-media'
import { MediaReport } from './media-report'
import { Subject, type Observable } from './observable'
import type { PublishSignaling, WatchSignaling } from './dialogues'
import type { LinkState, PeerLinkOptions } from './peer-link'
import type { PeerPort } from './peer-port'
import { PublishConnection } from './publish-connection'
import { QualityWatch } from './quality-watch'
import { RemoteWatch, type RemoteMedia } from './remote-watch'
import { WatchConnection } from './watch-connection'

/** How the call talks to the server; the face fills in the session id. */
export interface CallSignaling extends WatchSignaling {
  /** Left out by a receive-only participant. */
  readonly publish?: PublishSignaling['publish']
  readonly restartIce?: PublishSignaling['restartIce']
  /** Tells the node how high the page shows somebody, in device pixels; 0 asks for the smallest picture. */
  readonly setView?: (participantId: string, height: number) => Promise<unknown>
  /** Tells the others what is sent now. Left out by a receive-only participant. */
  readonly setMedia?: (microphone: boolean, camera: boolean) => Promise<unknown>
}

/** The members of a ParticipantView that decide what is connected. */
export interface CallParticipant {
  readonly participantId: string
  readonly connected: boolean
  readonly publishing: boolean
  readonly microphone: boolean
  readonly camera: boolean
}

export interface IceServerConfig {
  readonly urls: readonly string[]
  readonly username: string | null
  readonly credential: string | null
}

/** What the newest snapshot says about the session. */
export interface CallView {
  /** Own participant id. */
  readonly participantId: string
  readonly participants: readonly CallParticipant[]
  readonly held: boolean
  readonly iceServers: readonly IceServerConfig[]
}

export interface CallState {
  /** Own sending; null for a receive-only participant and after the end. */
  readonly publish: { readonly link: LinkState; readonly quality: Quality } | null
  /** One entry per watched participant, in the order of the participants list. */
  readonly remotes: readonly RemoteMedia[]
  /** Who speaks now, by what the media node hears; null for nobody. */
  readonly speaker: string | null
  readonly ended: boolean
}

export interface CallEnvironment {
  readonly createPeer: (configuration: RTCConfiguration) => PeerPort
  readonly newStream: () => MediaStream
  readonly random: () => number
  /** Calls back when the device is on another network, or on one again. */
  readonly onNetworkChange: (changed: () => void) => Cancel
}

const browserEnvironment: CallEnvironment = {
  createPeer: configuration => new RTCPeerConnection(configuration),
  newStream: () => new MediaStream(),
  random: Math.random,
  onNetworkChange: onBrowserNetworkChange,
}

/** Starts a call; pass null as media to watch only (a supervisor). */
export function createCall(
  signaling: CallSignaling,
  media: LocalMedia | null,
  clock: Clock = browserClock,
  environment: CallEnvironment = browserEnvironment,
): Call {
  return new Call(signaling, media, clock, environment)
}

/**
 * Keeps the connections in step with the participants of the snapshots: who publishes is watched until they leave the
 * list. Snapshots may repeat, skip and arrive at any time; each is the whole truth.
 */
export class Call {
  private readonly stateSubject = new Subject<CallState>({ publish: null, remotes: [], speaker: null, ended: false })
  private readonly watches = new Map<string, RemoteWatch>()
  private readonly subscriptions: Cancel[] = []
  private readonly watching: WatchConnection
  private readonly report: MediaReport | null
  private publish: PublishConnection | null = null
  private publishQuality: QualityWatch | null = null
  private view: CallView | null = null
  private speaker: string | null = null

  constructor(
    private readonly signaling: CallSignaling,
    private readonly media: LocalMedia | null,
    private readonly clock: Clock,
    private readonly environment: CallEnvironment,
  ) {
    this.report = media && signaling.setMedia ? new MediaReport(media, signaling.setMedia, clock) : null
    this.watching = new WatchConnection(signaling, this.linkOptions(), environment.newStream)
    this.subscriptions.push(
      this.watching.state.subscribe(() => this.tell()),
      this.watching.streams.subscribe(() => this.tell()),
      environment.onNetworkChange(() => this.networkChanged()),
    )
  }

  /** `live` and `files` with the other participants; closed for a receive-only one. */
  readonly channels = new DataChannels()

  get state(): Observable<CallState> {
    return this.stateSubject
  }

  /** Takes the newest snapshot. The first one opens the connections. */
  update(view: CallView): void {
    if (this.stateSubject.value.ended) return
    this.view = view
    this.ensurePublish()
    this.dropAbsent(view)
    this.watchPublishers(view)
    this.report?.compare(view.participants.find(one => one.participantId === view.participantId) ?? null)
    this.tell()
  }

  /** How high the page shows somebody, in device pixels: no more of the picture is sent than is seen. */
  show(participantId: string, height: number): void {
    this.watches.get(participantId)?.show(height)
  }

  /** The media node hears somebody, or nobody any more. */
  heard(participantId: string | null): void {
    if (this.stateSubject.value.ended) return
    this.speaker = participantId
    this.tell()
  }

  /** The hub has reconnected: do not wait for the next attempt. */
  retryNow(): void {
    this.publish?.retryNow()
    this.watching.retryNow()
  }

  /** Sends a second picture beside the camera until it ends or null is given: a screen, a document camera. */
  async shareScreen(track: MediaStreamTrack | null): Promise<void> {
    track?.addEventListener('ended', () => void this.publish?.setScreen(null), { once: true })
    await this.publish?.setScreen(track)
  }

  /** The media node gave the session up: negotiate again, each page at its own moment within the given time. */
  moved(withinMilliseconds: number): void {
    if (this.stateSubject.value.ended) return
    this.subscriptions.push(this.clock.after(this.environment.random() * withinMilliseconds, () => {
      this.publish?.reconnect()
      this.watching.reconnect()
      this.retryNow() // those that have noticed by themselves
    }))
  }

  /** Closes every connection and stops the devices: after this nothing is transmitted and the camera's light is off. */
  end(): void {
    this.subscriptions.splice(0).forEach(cancel => cancel())
    this.report?.close()
    this.publishQuality?.close()
    this.publish?.close()
    this.watches.forEach(watch => watch.close())
    this.watches.clear()
    this.watching.close()
    this.media?.close()
    this.stateSubject.set({ publish: null, remotes: [], speaker: null, ended: true })
  }

  private ensurePublish(): void {
    const { publish, restartIce } = this.signaling
    if (this.publish !== null || this.media === null || !publish || !restartIce) return
    const media = this.media
    this.publish = new PublishConnection(media, this.channels, { publish, restartIce }, this.linkOptions())
    this.publishQuality = new QualityWatch(
      this.publish, 'publish', () => ({ media: true, picture: media.cameraOn }), this.clock)
    this.subscriptions.push(
      this.publish.state.subscribe(() => this.tell()),
      this.publishQuality.quality.subscribe(() => this.tell()),
    )
  }

  private dropAbsent(view: CallView): void {
    const present = new Set(view.participants.map(one => one.participantId))
    for (const [id, watch] of this.watches) {
      if (present.has(id)) continue
      this.watches.delete(id)
      watch.close()
    }
  }

  private watchPublishers(view: CallView): void {
    for (const participant of view.participants) {
      if (participant.participantId === view.participantId) continue
      const watch = this.watches.get(participant.participantId)
      if (watch) watch.update(participant, view.held)
      else if (participant.publishing) this.startWatch(participant, view.held)
    }
    this.watching.watch([...this.watches.keys()])
  }

  private startWatch(participant: CallParticipant, held: boolean): void {
    const id = participant.participantId
    // A refusal or a lost line is no matter: the next connection says it again.
    const tellHeight = (height: number): void => void this.signaling.setView?.(id, height).catch(() => undefined)
    this.watches.set(id, new RemoteWatch(participant, held, this.watching, this.clock, { changed: () => this.tell(), tellHeight }))
  }

  private networkChanged(): void {
    this.publish?.networkChanged()
    this.watching.networkChanged()
  }

  private linkOptions(): Omit<PeerLinkOptions, 'prepare' | 'dialogue'> {
    const createPeer = (): PeerPort => this.environment.createPeer(peerConfiguration(this.view?.iceServers ?? []))
    return { createPeer, clock: this.clock, random: this.environment.random }
  }

  private tell(): void {
    if (this.view === null) return
    const order = this.view.participants.map(one => this.watches.get(one.participantId))
    const publish = this.publish && this.publishQuality
      ? { link: this.publish.state.value, quality: this.publishQuality.quality.value }
      : null
    const remotes = order.filter(watch => watch !== undefined).map(watch => watch.media)
    this.stateSubject.set({ publish, remotes, speaker: this.view.held ? null : this.speaker, ended: false })
  }
}

/** "online" after a loss; "change" of the Network Information API when a phone leaves the Wi-Fi (Chromium only). */
function onBrowserNetworkChange(changed: () => void): Cancel {
  const connection = (navigator as Navigator & { connection?: EventTarget }).connection
  window.addEventListener('online', changed)
  connection?.addEventListener('change', changed)
  return () => {
    window.removeEventListener('online', changed)
    connection?.removeEventListener('change', changed)
  }
}

function peerConfiguration(servers: readonly IceServerConfig[]): RTCConfiguration {
  const iceServers = servers.map(server => ({
    urls: [...server.urls],
    ...(server.username === null ? {} : { username: server.username }),
    ...(server.credential === null ? {} : { credential: server.credential }),
  }))
  return { iceServers, bundlePolicy: 'max-bundle' }
}
