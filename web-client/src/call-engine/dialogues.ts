import type { LinkDialogue, NegotiationRefusal, PeerPort, Reply } from './peer-port'

/** An answer of the server; the shape of the hub's Reply<SdpAnswer>. */
export type AnswerReply = Reply<{ readonly sdp: string; readonly connectionId: string }>
/** An offer of the server; the shape of the hub's Reply<SdpOffer>. */
export type OfferReply = Reply<{ readonly sdp: string; readonly connectionId: string; readonly version: number }>

export interface PublishSignaling {
  readonly publish: (offerSdp: string) => Promise<AnswerReply>
  readonly restartIce: (connectionId: string, offerSdp: string) => Promise<AnswerReply>
}

export interface WatchSignaling {
  readonly watch: (connectionId: string | null, participantIds: readonly string[], restartIce: boolean) => Promise<OfferReply>
  readonly answerWatch: (connectionId: string, version: number, answerSdp: string) => Promise<Reply<unknown>>
}

/** The page offers what it sends; later offers change nothing but ICE. */
export class PublishDialogue implements LinkDialogue {
  private connectionId = ''

  constructor(private readonly signaling: PublishSignaling) {}

  open(peer: PeerPort): Promise<NegotiationRefusal | null> {
    return this.negotiate(peer, {}, sdp => this.signaling.publish(sdp))
  }

  restart(peer: PeerPort): Promise<NegotiationRefusal | null> {
    return this.negotiate(peer, { iceRestart: true }, sdp => this.signaling.restartIce(this.connectionId, sdp))
  }

  private async negotiate(
    peer: PeerPort, options: RTCOfferOptions, send: (sdp: string) => Promise<AnswerReply>,
  ): Promise<NegotiationRefusal | null> {
    const offer = await peer.createOffer(options)
    await peer.setLocalDescription(offer)
    if (isClosed(peer)) return null // an offer after the farewell would open the seat again
    const reply = await send(offer.sdp ?? '')
    if (isClosed(peer)) return null
    if (reply.value === null) return reply.refusal
    this.connectionId = reply.value.connectionId
    await peer.setRemoteDescription({ type: 'answer', sdp: reply.value.sdp })
    return null
  }
}

/**
 * The server offers what the page asks to watch: only it adds and removes lines, one offer at a time, so two changes never cross.
 * Whatever was asked for meanwhile is asked for in the next round.
 */
export class WatchDialogue implements LinkDialogue {
  private connectionId: string | null = null
  private last: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly signaling: WatchSignaling,
    private readonly wanted: () => readonly string[],
  ) {}

  open(peer: PeerPort): Promise<NegotiationRefusal | null> {
    return this.inTurn(() => {
      this.connectionId = null
      return this.round(peer, false)
    })
  }

  restart(peer: PeerPort): Promise<NegotiationRefusal | null> {
    return this.inTurn(() => this.round(peer, true))
  }

  change(peer: PeerPort): Promise<NegotiationRefusal | null> {
    return this.inTurn(() => this.round(peer, false))
  }

  private async round(peer: PeerPort, restartIce: boolean): Promise<NegotiationRefusal | null> {
    if (isClosed(peer)) return null
    const reply = await this.signaling.watch(this.connectionId, this.wanted(), restartIce)
    if (isClosed(peer)) return null
    if (reply.value === null) return reply.refusal
    const { connectionId, version, sdp } = reply.value
    this.connectionId = connectionId
    await peer.setRemoteDescription({ type: 'offer', sdp })
    const answer = await peer.createAnswer()
    await peer.setLocalDescription(answer)
    if (isClosed(peer)) return null
    return (await this.signaling.answerWatch(connectionId, version, answer.sdp ?? '')).refusal
  }

  private inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.last.then(act)
    this.last = turn.catch(() => undefined)
    return turn
  }
}

function isClosed(peer: PeerPort): boolean {
  return peer.connectionState === 'closed'
}
