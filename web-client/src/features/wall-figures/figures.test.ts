import { describe, expect, it } from 'vitest'
import type { SiteFigures } from '@/signaling'
import { figureNames, figuresOf } from './figures'

const site: SiteFigures = {
  siteId: 'gushi', siteName: '固始', siteNameEn: 'Gushi', waiting: 12, longestWaitSince: null, serviceLevel: 0.834, abandoned: 1, occupancy: null,
  sessions: 3, served: 40, casesFiled: 39, casesPending: 1,
}
const goal = { answerWithinSeconds: 600, share: 0.8 }
const said = (longestWait: number | null): string[] => figuresOf(site, longestWait, goal).map(one => `${one.value}${one.unit ?? ''}`)

describe('figuresOf', () => {
  it('says each figure in the order of the columns, shortly', () => {
    expect(figuresOf(site, null, goal).map(one => one.name)).toEqual(figureNames)
    expect(said(null)).toEqual(['12', '–', '83percent', '1', '–', '3'])
  })

  it.each([[0, '0seconds'], [59_999, '59seconds'], [60_000, '1minutes'], [754_000, '12minutes']])('waits of %d ms are %s', (wait, text) => {
    expect(said(wait)[1]).toBe(text)
  })
})
