import type { QualityCause, QualityLevel } from '@/call-engine'
import type { Link, ParticipantView } from '@/signaling'

/** What is known about the call at this moment, from the server and from own measurements. */
export interface CallFacts {
  readonly link: Link
  readonly held: boolean
  /** Null when no clerk is in the session (any more). */
  readonly clerk: Pick<ParticipantView, 'connected' | 'publishing' | 'camera' | 'microphone'> | null
  /** Null while nothing of the clerk is watched. */
  readonly receiving: { readonly level: QualityLevel; readonly cause: QualityCause } | null
  readonly sending: { readonly level: QualityLevel; readonly cause: QualityCause } | null
}

export type CallStatus =
  | { kind: 'fine' }
  | { kind: 'held' | 'connecting' | 'clerkLost' | 'lost' | 'ownLost' | 'offline' | 'weak' | 'noPicture' | 'ownWeak' }

/**
 * The one sentence about the connection, or none while all is well. It never claims more than is measured: the server's
 * word about the other side, the arriving packets about this side.
 */
export function callStatus({ link, held, clerk, receiving, sending }: CallFacts): CallStatus {
  const nothingArrives = receiving?.level === 'lost'
  if (link !== 'online' && (nothingArrives || receiving === null)) return { kind: 'offline' }
  if (held) return { kind: 'held' }
  if (clerk !== null && !clerk.connected) return { kind: 'clerkLost' }
  if (clerk === null || !clerk.publishing && receiving === null || receiving === null || receiving.level === 'checking') return { kind: 'connecting' }
  if (nothingArrives) return { kind: 'lost' }
  if (sending?.level === 'lost') return { kind: 'ownLost' }
  if (receiving.level === 'weak') return { kind: receiving.cause === 'no-picture' ? 'noPicture' : 'weak' }
  return sending?.level === 'weak' ? { kind: 'ownWeak' } : { kind: 'fine' }
}
