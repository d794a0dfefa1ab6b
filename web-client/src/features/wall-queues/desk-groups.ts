import type { Presence, WallDesk } from '@/signaling'

/** Working first, offline not at all: an empty chair is not a figure. */
const order: readonly Presence[] = ['busy', 'offered', 'ready', 'wrapUp', 'away']

export function deskGroups(desks: readonly WallDesk[]): { presence: Presence; desks: WallDesk[] }[] {
  return order
    .map(presence => ({ presence, desks: desks.filter(desk => desk.presence === presence).sort(longestFirst) }))
    .filter(group => group.desks.length > 0)
}

function longestFirst(a: WallDesk, b: WallDesk): number {
  return Date.parse(a.since) - Date.parse(b.since) || a.deskId.localeCompare(b.deskId)
}
