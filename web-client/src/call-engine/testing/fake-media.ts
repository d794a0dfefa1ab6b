import type { DevicesPort, PagePort } from '../local-media'

/** A track that can be unplugged. */
export class FakeTrack extends EventTarget {
  enabled = true
  readyState: MediaStreamTrackState = 'live'

  constructor(
    readonly kind: 'audio' | 'video',
    readonly deviceId = 'default',
  ) {
    super()
  }

  stop(): void {
    this.readyState = 'ended'
  }

  getSettings(): MediaTrackSettings {
    return { deviceId: this.deviceId }
  }

  unplug(): void {
    this.readyState = 'ended'
    this.dispatchEvent(new Event('ended'))
  }

  asTrack(): MediaStreamTrack {
    return this as unknown as MediaStreamTrack
  }
}

export class FakeStream {
  private readonly tracks = new Set<MediaStreamTrack>()

  constructor(tracks: readonly FakeTrack[] = []) {
    tracks.forEach(track => this.tracks.add(track.asTrack()))
  }

  getTracks(): MediaStreamTrack[] {
    return [...this.tracks]
  }

  addTrack(track: MediaStreamTrack): void {
    this.tracks.add(track)
  }

  removeTrack(track: MediaStreamTrack): void {
    this.tracks.delete(track)
  }

  static create(): MediaStream {
    return new FakeStream() as unknown as MediaStream
  }
}

/** Devices that can be missing, refused, plugged in and pulled out. */
export class FakeDevices extends EventTarget implements DevicesPort {
  microphone = true
  camera = true
  rejection: string | null = null
  readonly asked: MediaStreamConstraints[] = []
  readonly given: FakeTrack[] = []

  async getUserMedia(constraints: MediaStreamConstraints = {}): Promise<MediaStream> {
    this.asked.push(constraints)
    if (this.rejection) throw named(this.rejection)
    const wanted = [
      ...(constraints.audio ? [{ kind: 'audio' as const, there: this.microphone, of: constraints.audio }] : []),
      ...(constraints.video ? [{ kind: 'video' as const, there: this.camera, of: constraints.video }] : []),
    ]
    if (wanted.some(one => !one.there)) throw named('NotFoundError')
    const tracks = wanted.map(one => new FakeTrack(one.kind, exactId(one.of)))
    this.given.push(...tracks)
    return new FakeStream(tracks) as unknown as MediaStream
  }

  async enumerateDevices(): Promise<MediaDeviceInfo[]> {
    return []
  }

  newest(kind: 'audio' | 'video'): FakeTrack {
    const track = this.given.filter(one => one.kind === kind).at(-1)
    if (!track) throw new Error(`no ${kind} track was given`)
    return track
  }
}

export class FakePage extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible'

  asPage(): PagePort {
    return this as unknown as PagePort
  }

  show(): void {
    this.visibilityState = 'visible'
    this.dispatchEvent(new Event('visibilitychange'))
  }
}

function exactId(constraints: boolean | MediaTrackConstraints): string {
  const id = typeof constraints === 'object' ? (constraints.deviceId as { exact?: string } | undefined) : undefined
  return id?.exact ?? 'default'
}

function named(name: string): Error {
  const error = new Error(name)
  error.name = name
  return error
}
