import type { AwayReason, Presence } from '@/signaling'

/** What the one large presence button does now. */
export type PresenceAction = 'get-ready' | 'choose-away' | 'finish-wrap-up' | 'none'

/** Reasons a clerk may give; `noAnswer` is set by the server alone. */
export const choosableReasons: readonly AwayReason[] = ['break', 'meal', 'paperwork', 'training', 'technical']

export function presenceAction(presence: Presence): PresenceAction {
  switch (presence) {
    case 'offline':
    case 'away': return 'get-ready'
    case 'ready': return 'choose-away'
    case 'wrapUp': return 'finish-wrap-up'
    case 'offered':
    case 'busy': return 'none'
  }
}

/** A session or an offer is finished first; it cannot be walked away from. */
export const mayGoAway = (presence: Presence): boolean => presence !== 'busy' && presence !== 'offered'
export const mayGoOffline = (presence: Presence): boolean => mayGoAway(presence) && presence !== 'offline'
