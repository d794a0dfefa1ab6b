import type { ChannelPort, PeerPort, SenderPort, StatsEntry, StatsPort, TransceiverPort } from '../peer-port'
import type { FakeTrack } from './fake-media'

export class FakeSender implements SenderPort {
  constructor(public track: MediaStreamTrack | null) {}

  async replaceTrack(track: MediaStreamTrack | null): Promise<void> {
    this.track = track
  }
}

/** A data channel whose other end is the test. */
export class FakeChannel implements ChannelPort {
  readyState: RTCDataChannelState = 'connecting'
  bufferedAmount = 0
  bufferedAmountLowThreshold = 0
  binaryType: BinaryType = 'blob'
  onopen: ((event: Event) => void) | null = null
  onclose: ((event: Event) => void) | null = null
  onmessage: ((event: MessageEvent) => void) | null = null
  onbufferedamountlow: ((event: Event) => void) | null = null
  readonly sent: unknown[] = []

  constructor(
    readonly label: string,
    readonly init: RTCDataChannelInit,
  ) {}

  send(data: unknown): void {
    this.sent.push(data)
  }

  close(): void {
    this.readyState = 'closed'
  }

  open(): void {
    this.readyState = 'open'
    this.onopen?.(new Event('open'))
  }

  receive(data: unknown): void {
    this.onmessage?.({ data } as MessageEvent)
  }

  drain(): void {
    this.bufferedAmount = 0
    this.onbufferedamountlow?.(new Event('bufferedamountlow'))
  }

  closeByRemote(): void {
    this.readyState = 'closed'
    this.onclose?.(new Event('close'))
  }
}

/** A peer connection whose state and statistics the test decides. */
export class FakePeer implements PeerPort {
  connectionState: RTCPeerConnectionState = 'new'
  onconnectionstatechange: ((event: Event) => void) | null = null
  ontrack: ((event: RTCTrackEvent) => void) | null = null
  readonly offers: RTCOfferOptions[] = []
  readonly remote: (string | undefined)[] = []
  readonly lines: { kind: string; direction: string; rids: (string | undefined)[]; sender: FakeSender }[] = []
  readonly channels: FakeChannel[] = []
  answer: string | null = null
  stats: StatsEntry[] = []

  constructor(
    readonly number: number,
    readonly configuration: RTCConfiguration,
  ) {}

  addTransceiver(trackOrKind: MediaStreamTrack | 'audio' | 'video', init: RTCRtpTransceiverInit): TransceiverPort {
    const track = typeof trackOrKind === 'string' ? null : trackOrKind
    const sender = new FakeSender(track)
    this.lines.push({ kind: track?.kind ?? String(trackOrKind), direction: init.direction ?? '', rids: (init.sendEncodings ?? []).map(one => one.rid), sender })
    return { sender }
  }

  createDataChannel(label: string, init: RTCDataChannelInit): FakeChannel {
    const channel = new FakeChannel(label, init)
    this.channels.push(channel)
    return channel
  }

  async createOffer(options: RTCOfferOptions = {}): Promise<RTCSessionDescriptionInit> {
    this.offers.push(options)
    return { type: 'offer', sdp: `offer-${this.number}` }
  }

  async createAnswer(): Promise<RTCSessionDescriptionInit> {
    return { type: 'answer', sdp: `answer-${this.number} to ${this.remote.at(-1)}` }
  }

  async setLocalDescription(): Promise<void> {}

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.remote.push(description.sdp)
    if (description.type === 'answer') this.answer = description.sdp ?? null
  }

  async getStats(): Promise<StatsPort> {
    return { forEach: visit => this.stats.forEach(visit) }
  }

  close(): void {
    this.connectionState = 'closed'
  }

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state
    this.onconnectionstatechange?.(new Event('connectionstatechange'))
  }

  receive(track: FakeTrack, participantId = 'a', mid = track.kind === 'audio' ? 'a0' : 'v0'): void {
    this.ontrack?.({ track: track.asTrack(), streams: [{ id: participantId }], transceiver: { mid } } as unknown as RTCTrackEvent)
  }
}

/** Every peer made in a test, in order. */
export class FakePeers {
  readonly made: FakePeer[] = []

  readonly create = (configuration: RTCConfiguration = {}): FakePeer => {
    const peer = new FakePeer(this.made.length + 1, configuration)
    this.made.push(peer)
    return peer
  }

  get open(): FakePeer[] {
    return this.made.filter(peer => peer.connectionState !== 'closed')
  }

  at(index: number): FakePeer {
    const peer = this.made.at(index)
    if (!peer) throw new Error(`peer ${index} was not made`)
    return peer
  }
}
