/**
 * The call without any user interface: own devices, one connection up, one down per other participant, and the truth
 * about each. Load it lazily; it is needed only from the device check on.
 */
export { createCall, Call } from './call'
export type { CallEnvironment, CallParticipant, CallSignaling, CallState, CallView, IceServerConfig } from './call'
export { browserClock, type Cancel, type Clock } from './clock'
export type { Quality, QualityCause, QualityLevel } from './connection-quality'
export { CallChannel, DataChannels, maxMessageBytes } from './data-channels'
export type { ChannelLabel, ChannelMessage, ChannelState } from './data-channels'
export { LevelMeter, meterPosition } from './level-meter'
export { MicrophoneWatch } from './microphone-watch'
export { createLocalMedia, LocalMedia } from './local-media'
export type { Device, DeviceList, DeviceState, LocalMediaState, LocalTracks, TrackKind } from './local-media'
export type { MediaFailure } from './media-failure'
export type { MediaSample } from './media-sample'
export { Subject, type Observable } from './observable'
export type { LinkState } from './peer-link'
export type { AnswerReply, OfferReply } from './dialogues'
export type { NegotiationRefusal } from './peer-port'
export type { RemoteMedia } from './remote-watch'
export { watchShownHeight } from './shown-height'
