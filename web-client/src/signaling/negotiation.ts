import type { Done, Reply, RestartIceRequest, SdpAnswer, SdpOffer, AnswerWatchRequest, PublishRequest, SetViewRequest, WatchRequest } from './contracts.gen'

/** The part of a hub client that a watching page needs. */
export interface WatchingHub {
  invoke(method: 'Watch', request: WatchRequest): Promise<Reply<SdpOffer>>
  invoke(method: 'AnswerWatch', request: AnswerWatchRequest): Promise<Reply<Done>>
  invoke(method: 'SetView', request: SetViewRequest): Promise<Reply<Done>>
}

/** The part of a hub client that a publishing page needs. */
export interface PublishingHub {
  invoke(method: 'Publish', request: PublishRequest): Promise<Reply<SdpAnswer>>
  invoke(method: 'RestartIce', request: RestartIceRequest): Promise<Reply<SdpAnswer>>
}

/** What a call asks of the hub to receive the others of a session. */
export function watchingOver(hub: WatchingHub, sessionId: string) {
  return {
    watch: (connectionId: string | null, participantIds: readonly string[], restartIce: boolean) =>
      hub.invoke('Watch', { sessionId, connectionId, participantIds, restartIce }),
    answerWatch: (connectionId: string, version: number, sdp: string) =>
      hub.invoke('AnswerWatch', { sessionId, connectionId, version, sdp }),
    setView: (participantId: string, height: number) => hub.invoke('SetView', { sessionId, participantId, height }),
  }
}

/** What a call asks of the hub to send. */
export function publishingOver(hub: PublishingHub, sessionId: string) {
  return {
    publish: (sdp: string) => hub.invoke('Publish', { sessionId, sdp }),
    restartIce: (connectionId: string, sdp: string) => hub.invoke('RestartIce', { sessionId, connectionId, sdp }),
  }
}
