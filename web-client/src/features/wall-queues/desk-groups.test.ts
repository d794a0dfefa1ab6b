import { describe, expect, it } from 'vitest'
import type { Presence, WallDesk } from '@/signaling'
import { deskGroups } from './desk-groups'

const desk = (deskId: string, presence: Presence, since: string): WallDesk =>
  ({ deskId, clerkName: deskId, clerkNumber: '01', siteId: 'gushi', presence, reason: null, since })

describe('deskGroups', () => {
  it('shows working desks first, leaves out offline ones, and the longest in a state first', () => {
    const groups = deskGroups([
      desk('away', 'away', '2026-11-23T09:00:00Z'), desk('off', 'offline', '2026-11-23T08:00:00Z'),
      desk('late', 'ready', '2026-11-23T09:05:00Z'), desk('early', 'ready', '2026-11-23T09:01:00Z'), desk('busy', 'busy', '2026-11-23T09:02:00Z'),
    ])
    expect(groups.map(group => [group.presence, group.desks.map(one => one.deskId)])).toEqual([
      ['busy', ['busy']], ['ready', ['early', 'late']], ['away', ['away']],
    ])
  })
})
