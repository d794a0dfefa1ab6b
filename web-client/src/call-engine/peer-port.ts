/** One entry of getStats(), the members that are read (W3C webrtc-stats). */
export interface StatsEntry {
  readonly type: string
  /** Which m-line, e.g. "v0" (RFC 8843). */
  readonly mid?: string
  readonly kind?: string
  readonly packetsReceived?: number
  readonly packetsSent?: number
  readonly packetsLost?: number
  readonly fractionLost?: number
  readonly framesDecoded?: number
  readonly framesEncoded?: number
  readonly totalFreezesDuration?: number
  readonly freezeCount?: number
  readonly jitter?: number
  readonly audioLevel?: number
  readonly roundTripTime?: number
  readonly currentRoundTripTime?: number
  readonly responsesReceived?: number
  readonly bytesReceived?: number
  readonly availableOutgoingBitrate?: number
  readonly nominated?: boolean
}

export interface StatsPort {
  forEach(visit: (entry: StatsEntry) => void): void
}

export interface SenderPort {
  replaceTrack(track: MediaStreamTrack | null): Promise<void>
}

export interface TransceiverPort {
  readonly sender: SenderPort
}

/** The part of RTCTrackEvent that is read: whose stream it is and which line carries it. */
export interface TrackEventPort {
  readonly track: MediaStreamTrack
  readonly streams: readonly { readonly id: string }[]
  readonly transceiver: { readonly mid: string | null }
}

/** The part of RTCDataChannel that the call needs. */
export interface ChannelPort {
  readonly label: string
  readonly readyState: RTCDataChannelState
  readonly bufferedAmount: number
  bufferedAmountLowThreshold: number
  binaryType: BinaryType
  onopen: ((event: Event) => void) | null
  onclose: ((event: Event) => void) | null
  onmessage: ((event: MessageEvent) => void) | null
  onbufferedamountlow: ((event: Event) => void) | null
  send(data: string | ArrayBuffer | ArrayBufferView<ArrayBuffer>): void
  close(): void
}

/** The part of RTCPeerConnection that the call needs; tests give their own. */
export interface PeerPort {
  readonly connectionState: RTCPeerConnectionState
  onconnectionstatechange: ((event: Event) => void) | null
  ontrack: ((event: RTCTrackEvent) => void) | null
  addTransceiver(trackOrKind: MediaStreamTrack | 'audio' | 'video', init: RTCRtpTransceiverInit): TransceiverPort
  createDataChannel(label: string, init: RTCDataChannelInit): ChannelPort
  createOffer(options?: RTCOfferOptions): Promise<RTCSessionDescriptionInit>
  createAnswer(): Promise<RTCSessionDescriptionInit>
  setLocalDescription(description: RTCLocalSessionDescriptionInit): Promise<void>
  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void>
  getStats(): Promise<StatsPort>
  close(): void
}

/** What the server says or its "no"; the shape of the hub's Reply<T>. */
export interface Reply<T> {
  readonly value: T | null
  readonly refusal: NegotiationRefusal | null
}

export interface NegotiationRefusal {
  readonly code: string
  readonly message: string
  readonly messageEn: string
}

/** How one kind of connection is negotiated; both reject when the hub cannot be reached. */
export interface LinkDialogue {
  /** Everything a fresh peer needs. */
  open(peer: PeerPort): Promise<NegotiationRefusal | null>
  /** New ICE credentials for a peer whose network has changed (RFC 8445 §9). */
  restart(peer: PeerPort): Promise<NegotiationRefusal | null>
}
