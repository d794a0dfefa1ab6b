import { describe, expect, it } from 'vitest'
import { figureTones } from './tones'

const site = { waiting: 3, serviceLevel: 0.9, abandoned: 0, occupancy: 0.5 }
const goal = { answerWithinSeconds: 600, share: 0.8 }
const minutes = (n: number): number => n * 60_000

describe('figureTones', () => {
  it('stays without colour on a normal day', () => {
    expect(new Set(Object.values(figureTones(site, minutes(2), goal)))).toEqual(new Set(['calm']))
  })

  it('colours a long wait, first as a warning', () => {
    expect(figureTones(site, minutes(6), goal).longest).toBe('warn')
    expect(figureTones(site, minutes(10), goal).longest).toBe('act')
    expect(figureTones(site, null, goal).longest).toBe('calm')
  })

  it('calls for someone when people wait and no desk is signed in', () => {
    expect(figureTones({ ...site, occupancy: null }, minutes(1), goal).waiting).toBe('act')
  })

  it('measures by the goal that the server tells', () => {
    expect(figureTones(site, minutes(6), { answerWithinSeconds: 300, share: 0.95 })).toMatchObject({ longest: 'act', serviceLevel: 'warn' })
  })

  it('shows no colour for a service level without data', () => {
    expect(figureTones({ ...site, serviceLevel: null }, null, goal).serviceLevel).toBe('calm')
    expect(figureTones({ ...site, serviceLevel: 0.5 }, null, goal).serviceLevel).toBe('act')
  })
})
