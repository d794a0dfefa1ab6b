/** One entry of getStats(), the members that are read (W3C webrtc-stats). */
export interface StatsEntry {
  readonly type: string
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

export interface TrackEventPort {
  readonly track: MediaStreamTrack
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
  createOffer(): Promise<RTCSessionDescriptionInit>
  setLocalDescription(description: RTCLocalSessionDescriptionInit): Promise<void>
  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void>
  getStats(): Promise<StatsPort>
  close(): void
}

/** An answer of the server or its "no"; the shape of the hub's Reply<SdpAnswer>. */
export interface NegotiationReply {
  readonly value: { readonly sdp: string } | null
  readonly refusal: NegotiationRefusal | null
}

export interface NegotiationRefusal {
  readonly code: string
  readonly message: string
  readonly messageEn: string
}

/** Sends an SDP offer; rejects when the hub cannot be reached. */
export type Negotiate = (offerSdp: string) => Promise<NegotiationReply>
