import type { Cancel, Clock } from './clock'
import { browserClock } from './clock'
import { failureOf, type MediaFailure } from './media-failure'
import { Subject, type Observable } from './observable'

export type TrackKind = 'audio' | 'video'

/** What one kind of device does now: `lost` was there and is gone (unplugged), `missing` was never there. */
export type DeviceState = 'on' | 'off' | 'lost' | 'missing'

export type LocalMediaState =
  | { kind: 'idle' }
  | { kind: 'asking' }
  | { kind: 'ready'; microphone: DeviceState; camera: DeviceState; failure: MediaFailure | null }
  | { kind: 'failed'; failure: MediaFailure }

/** The tracks that are sent now. They change when a device is chosen or comes back; senders replace theirs. */
export interface LocalTracks {
  readonly audio: MediaStreamTrack | null
  readonly video: MediaStreamTrack | null
}

export interface Device {
  readonly id: string
  readonly label: string
}

export interface DeviceList {
  readonly microphones: readonly Device[]
  readonly cameras: readonly Device[]
  readonly speakers: readonly Device[]
}

/** The part of `navigator.mediaDevices` that is used. */
export type DevicesPort = Pick<
  MediaDevices,
  'getUserMedia' | 'enumerateDevices' | 'addEventListener' | 'removeEventListener'
>

/** The part of `document` that is used. */
export type PagePort = Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>

export interface LocalMediaOptions {
  /** Null where the browser offers none; the state then says why. */
  readonly devices: DevicesPort | null
  readonly page: PagePort
  readonly secure: boolean
  readonly newStream: () => MediaStream
  readonly clock: Clock
  /** Wanted picture; the browser takes the nearest it has. */
  readonly video: MediaTrackConstraints
}

const idealVideo: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 25, max: 30 },
  facingMode: 'user',
}
const audioConstraints: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
/** Plugging a headset in raises several devicechange events in a row; one look after them is enough. */
const deviceSettleMilliseconds = 300

/** Own microphone and camera of this browser. */
export function createLocalMedia(options: Partial<LocalMediaOptions> = {}): LocalMedia {
  return new LocalMedia({
    devices: navigator.mediaDevices ?? null,
    page: document,
    secure: window.isSecureContext,
    newStream: () => new MediaStream(),
    clock: browserClock,
    video: idealVideo,
    ...options,
  })
}

/**
 * One stream for the device check and for the call: a second getUserMedia would end the first on iOS.
 * Muting only disables the track, so it is instant and needs no new permission; choosing or losing a device
 * replaces the track and keeps the mute. Exact device ids live only here and are never stored.
 */
export class LocalMedia {
  private readonly stateSubject = new Subject<LocalMediaState>({ kind: 'idle' })
  private readonly trackSubject = new Subject<LocalTracks>({ audio: null, video: null })
  private readonly wanted: Record<TrackKind, boolean> = { audio: true, video: true }
  private readonly chosen: Record<TrackKind, string | null> = { audio: null, video: null }
  private readonly had: Record<TrackKind, boolean> = { audio: false, video: false }
  private readonly listeners: Cancel[] = []
  private settleTimer: Cancel | null = null
  private partialFailure: MediaFailure | null = null
  /** Grows with every open and close, so that an answer of getUserMedia that comes too late is let go. */
  private generation = 0
  /** What is shown as the own picture; the same object until closed. */
  readonly stream: MediaStream

  constructor(private readonly options: LocalMediaOptions) {
    this.stream = options.newStream()
  }

  get state(): Observable<LocalMediaState> {
    return this.stateSubject
  }

  get tracks(): Observable<LocalTracks> {
    return this.trackSubject
  }

  get microphoneOn(): boolean {
    return this.deviceState('audio') === 'on'
  }

  get cameraOn(): boolean {
    return this.deviceState('video') === 'on'
  }

  /** Asks for both devices; with only one of them, goes on with that one and says so. Safe to repeat. */
  async open(): Promise<LocalMediaState> {
    if (this.stateSubject.value.kind === 'ready' || this.stateSubject.value.kind === 'asking') return this.stateSubject.value
    const blocked = this.blockedReason()
    if (blocked) return this.fail(blocked)
    const generation = ++this.generation
    this.listen()
    this.stateSubject.set({ kind: 'asking' })
    const result = await this.askForBoth()
    if (generation !== this.generation) {
      stopAll(result.tracks)
      return this.stateSubject.value
    }
    if (result.tracks.length === 0) return this.fail(result.failure ?? 'unknown')
    this.partialFailure = result.failure
    result.tracks.forEach(track => this.adopt(track))
    return this.publishState()
  }

  setMicrophone(on: boolean): void {
    this.setWanted('audio', on)
  }

  setCamera(on: boolean): void {
    this.setWanted('video', on)
  }

  /** Switches to another microphone or camera; the old one goes on when the new one cannot be opened. */
  async choose(kind: TrackKind, deviceId: string): Promise<MediaFailure | null> {
    const former = this.chosen[kind]
    this.chosen[kind] = deviceId
    const failure = await this.acquire(kind)
    if (failure !== null) this.chosen[kind] = former
    return failure
  }

  chosenDevice(kind: TrackKind): string | null {
    return this.trackSubject.value[kind]?.getSettings().deviceId ?? this.chosen[kind]
  }

  async devices(): Promise<DeviceList> {
    const all = (await this.options.devices?.enumerateDevices()) ?? []
    const ofKind = (kind: MediaDeviceKind): Device[] =>
      all.filter(device => device.kind === kind).map(device => ({ id: device.deviceId, label: device.label }))
    return { microphones: ofKind('audioinput'), cameras: ofKind('videoinput'), speakers: ofKind('audiooutput') }
  }

  /** Stops both devices, so that the camera's light goes off. Opened again, it starts unmuted. */
  close(): void {
    this.generation++
    Object.assign(this.wanted, { audio: true, video: true })
    this.settleTimer?.()
    this.listeners.splice(0).forEach(cancel => cancel())
    stopAll(this.stream.getTracks())
    this.stream.getTracks().forEach(track => this.stream.removeTrack(track))
    this.trackSubject.set({ audio: null, video: null })
    this.stateSubject.set({ kind: 'idle' })
  }

  private blockedReason(): MediaFailure | null {
    if (!this.options.secure) return 'insecure'
    return this.options.devices === null ? 'unsupported' : null
  }

  private fail(failure: MediaFailure): LocalMediaState {
    this.stateSubject.set({ kind: 'failed', failure })
    return this.stateSubject.value
  }

  private async askForBoth(): Promise<{ tracks: MediaStreamTrack[]; failure: MediaFailure | null }> {
    const both = await this.ask({ audio: true, video: true })
    if (both.tracks.length > 0 || both.failure === 'denied') return both
    const audio = await this.ask({ audio: true, video: false })
    if (audio.tracks.length > 0) return { tracks: audio.tracks, failure: both.failure }
    const video = await this.ask({ audio: false, video: true })
    return { tracks: video.tracks, failure: both.failure }
  }

  private async ask(want: Record<TrackKind, boolean>): Promise<{ tracks: MediaStreamTrack[]; failure: MediaFailure | null }> {
    try {
      const stream = await this.options.devices!.getUserMedia({
        audio: want.audio ? this.constraints('audio') : false,
        video: want.video ? this.constraints('video') : false,
      })
      return { tracks: stream.getTracks(), failure: null }
    } catch (error) {
      return { tracks: [], failure: failureOf(error) }
    }
  }

  private constraints(kind: TrackKind): MediaTrackConstraints {
    const base = kind === 'audio' ? audioConstraints : this.options.video
    const id = this.chosen[kind]
    if (id === null) return base
    // A facing wish beside an exact device would only make the choice impossible.
    return { ...base, facingMode: undefined, deviceId: { exact: id } }
  }

  private async acquire(kind: TrackKind): Promise<MediaFailure | null> {
    const generation = this.generation
    let result = await this.ask({ audio: kind === 'audio', video: kind === 'video' })
    if (result.failure === 'no-device' && this.chosen[kind] !== null) {
      this.chosen[kind] = null // the chosen one was unplugged: take what is there
      result = await this.ask({ audio: kind === 'audio', video: kind === 'video' })
    }
    if (generation !== this.generation) stopAll(result.tracks)
    else result.tracks.forEach(track => this.adopt(track))
    this.publishState()
    return result.failure
  }

  private adopt(track: MediaStreamTrack): void {
    const kind = track.kind as TrackKind
    const former = this.trackSubject.value[kind]
    track.enabled = this.wanted[kind]
    this.had[kind] = true
    track.addEventListener('ended', () => this.onEnded(track))
    this.stream.addTrack(track)
    this.trackSubject.set({ ...this.trackSubject.value, [kind]: track })
    if (former && former !== track) this.letGo(former)
  }

  private letGo(track: MediaStreamTrack): void {
    this.stream.removeTrack(track)
    track.stop()
  }

  /** "ended" comes only from outside (unplugged, permission withdrawn, phone asleep): stop() raises none. */
  private onEnded(track: MediaStreamTrack): void {
    const kind = track.kind as TrackKind
    if (this.trackSubject.value[kind] !== track) return
    this.letGo(track)
    this.trackSubject.set({ ...this.trackSubject.value, [kind]: null })
    this.publishState()
    this.lookForLostSoon()
  }

  private setWanted(kind: TrackKind, on: boolean): void {
    this.wanted[kind] = on
    const track = this.trackSubject.value[kind]
    if (track) track.enabled = on
    this.publishState()
    if (on && !track) this.lookForLostSoon()
  }

  private listen(): void {
    if (this.listeners.length > 0) return
    const { devices, page } = this.options
    const onDevices = (): void => this.lookForLostSoon()
    const onVisible = (): void => this.verifyTracks()
    devices!.addEventListener('devicechange', onDevices)
    page.addEventListener('visibilitychange', onVisible)
    this.listeners.push(
      () => devices!.removeEventListener('devicechange', onDevices),
      () => page.removeEventListener('visibilitychange', onVisible),
    )
  }

  /** A phone that slept may have ended the tracks without an event. */
  private verifyTracks(): void {
    if (this.options.page.visibilityState !== 'visible') return
    const { audio, video } = this.trackSubject.value
    for (const track of [audio, video]) if (track?.readyState === 'ended') this.onEnded(track)
  }

  private lookForLostSoon(): void {
    this.settleTimer?.()
    this.settleTimer = this.options.clock.after(deviceSettleMilliseconds, () => void this.recoverLost())
  }

  private async recoverLost(): Promise<void> {
    const state = this.stateSubject.value
    // Plugged in after all; after a refusal nobody is asked again unasked.
    if (state.kind === 'failed' && state.failure !== 'denied') return void (await this.open())
    if (state.kind !== 'ready') return
    for (const kind of ['audio', 'video'] as const) {
      if (this.trackSubject.value[kind] === null) await this.acquire(kind)
    }
  }

  private deviceState(kind: TrackKind): DeviceState {
    const track = this.trackSubject.value[kind]
    if (track === null) return this.had[kind] ? 'lost' : 'missing'
    return track.enabled ? 'on' : 'off'
  }

  private publishState(): LocalMediaState {
    const kind = this.stateSubject.value.kind
    if (kind === 'ready' || kind === 'asking') this.setReady()
    return this.stateSubject.value
  }

  private setReady(): void {
    const microphone = this.deviceState('audio')
    const camera = this.deviceState('video')
    const complete = microphone !== 'missing' && camera !== 'missing'
    this.stateSubject.set({ kind: 'ready', microphone, camera, failure: complete ? null : this.partialFailure })
  }
}

function stopAll(tracks: readonly MediaStreamTrack[]): void {
  tracks.forEach(track => track.stop())
}
