import type { LinkState, Quality, QualityCause, RemoteMedia } from '@/call-engine'
import type { ParticipantView } from '@/signaling'

/** What to say about one participant's picture and sound; null when nothing is wrong. */
export type Trouble =
  | { kind: 'their-line' } // the server sees no sign of life from them
  | { kind: 'no-answer' } // nothing reaches us
  | { kind: 'trying'; attempt: number }
  | { kind: 'weak'; cause: QualityCause }

/**
 * Whose fault a silence is: the server knows whether it still hears the other side, we know whether anything reaches us.
 * On hold and before the first picture nothing is wrong.
 */
export function troubleOf(participant: Pick<ParticipantView, 'connected'>, remote: RemoteMedia | undefined): Trouble | null {
  if (!participant.connected) return { kind: 'their-line' }
  return remote ? lineTrouble(remote.link, remote.quality) : null
}

/** The same for one connection, e.g. the one that sends own picture. */
export function lineTrouble(link: LinkState, quality: Quality): Trouble | null {
  if (link.kind === 'waiting' || (link.kind === 'connecting' && quality.level === 'lost')) return { kind: 'trying', attempt: link.attempt }
  if (quality.level === 'lost' || link.kind === 'interrupted') return { kind: 'no-answer' }
  return quality.level === 'weak' ? { kind: 'weak', cause: quality.cause } : null
}
