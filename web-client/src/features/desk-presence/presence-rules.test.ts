import { describe, expect, it } from 'vitest'
import { presenceValues } from '@/signaling'
import { choosableReasons, mayGoAway, mayGoOffline, presenceAction } from './presence-rules'

describe('presence rules', () => {
  it('gives each presence one action of the large button', () => {
    expect(Object.fromEntries(presenceValues.map(presence => [presence, presenceAction(presence)]))).toEqual({
      offline: 'get-ready', away: 'get-ready', ready: 'choose-away', wrapUp: 'finish-wrap-up', offered: 'none', busy: 'none',
    })
  })

  it('lets nobody walk away from an offer or a session', () => {
    expect(presenceValues.filter(presence => !mayGoAway(presence))).toEqual(['offered', 'busy'])
    expect(presenceValues.filter(mayGoOffline)).toEqual(['ready', 'away', 'wrapUp'])
  })

  it('does not offer the reason that only the server sets', () => {
    expect(choosableReasons).not.toContain('noAnswer')
  })
})
