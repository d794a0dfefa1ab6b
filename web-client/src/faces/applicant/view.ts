import type { ApplicantSnapshot, Link } from '@/signaling'

/** Steps before the queue, chosen on this page; from the ticket on the server says where one is. */
export const localSteps = ['regions', 'items', 'guide', 'devices', 'ticket'] as const
export type LocalStep = (typeof localSteps)[number]
/** Pages beside the way, reachable from every step. */
export type SidePage = 'progress' | 'unfinished'

export type ViewKind = LocalStep | SidePage | 'restoring' | 'waiting' | 'called' | 'call' | 'missed' | 'finished' | 'superseded'

export interface ViewFacts {
  readonly snapshot: ApplicantSnapshot | null
  readonly link: Link
  /** This device took a ticket before: wait for the snapshot instead of showing the start. */
  readonly expected: boolean
  readonly step: LocalStep
  readonly side: SidePage | null
  /** Ticket whose end the person has seen and closed. */
  readonly closedTicket: string | null
}

/** What to show: the server's stage first, a side page unless somebody is calling, else the own step. */
export function viewOf(facts: ViewFacts): ViewKind {
  const { snapshot, side } = facts
  if (facts.link === 'superseded') return 'superseded'
  const stage = snapshot === null || isClosed(facts) ? 'noTicket' : snapshot.stage
  if (stage === 'called') return 'called'
  if ((stage === 'inCall' || stage === 'onHold') && snapshot?.call) return 'call'
  if (side !== null) return side
  if (snapshot === null && facts.expected) return 'restoring'
  if (stage === 'waiting' || stage === 'next') return 'waiting'
  if (stage === 'missed') return 'missed'
  if (stage === 'finished' && snapshot?.receipt) return 'finished'
  return facts.step
}

function isClosed({ snapshot, closedTicket }: ViewFacts): boolean {
  return closedTicket !== null && snapshot?.ticket?.ticketId === closedTicket
}

/** Index of the step bar's five words; 5 when all are done. */
export function stepIndex(view: ViewKind): number | null {
  switch (view) {
    case 'regions': case 'items': return 0
    case 'guide': return 1
    case 'devices': return 2
    case 'ticket': case 'waiting': case 'called': case 'missed': return 3
    case 'call': return 4
    case 'finished': return 5
    default: return null
  }
}
