import type { EtaBand, TicketView } from '@/signaling'

export interface Words {
  readonly key: 'eta.band' | 'eta.under' | 'position.next' | 'position.ahead' | 'clerks.none' | 'clerks.some'
  readonly values: Readonly<Record<string, number>>
}

/** A band in words, or nothing rather than a wrong number. */
export function etaWords(eta: EtaBand | null): Words | null {
  if (eta === null || eta.toMinutes < eta.fromMinutes || eta.toMinutes <= 0) return null
  if (eta.fromMinutes <= 0 || eta.fromMinutes === eta.toMinutes) return { key: 'eta.under', values: { to: eta.toMinutes } }
  return { key: 'eta.band', values: { from: eta.fromMinutes, to: eta.toMinutes } }
}

/** How many wait before this one; null while the server gives no position. */
export function positionWords(position: number | null): Words | null {
  if (position === null) return null
  return position <= 1 ? { key: 'position.next', values: { count: 0 } } : { key: 'position.ahead', values: { count: position - 1 } }
}

export function clerkWords(ticket: Pick<TicketView, 'clerksOnDuty'>): Words {
  return ticket.clerksOnDuty === 0 ? { key: 'clerks.none', values: {} } : { key: 'clerks.some', values: { count: ticket.clerksOnDuty } }
}
