import { describe, expect, it } from 'vitest'
import type { QueueView } from '@/signaling'
import { byUrgency, heatOf, shortNames } from './heat'

const queue = (windowId: string, waiting: number, longestWaitSince: string | null): QueueView =>
  ({ windowId, name: windowId, nameEn: windowId, siteId: 'gushi', waiting, longestWaitSince })

describe('queue heat', () => {
  it.each([[0, 0, 'empty'], [3, 60_000, 'calm'], [1, 300_000, 'warm'], [1, 600_000, 'hot']] as const)('%d waiting for %d ms is %s', (waiting, ms, heat) => {
    expect(heatOf(waiting, ms, { answerWithinSeconds: 600, share: 0.8 })).toBe(heat)
  })

  it('puts the longest wait first and empty windows last', () => {
    const sorted = byUrgency([queue('empty', 0, null), queue('short', 9, '2026-11-23T09:08:00Z'), queue('long', 1, '2026-11-23T09:00:00Z')])
    expect(sorted.map(one => one.windowId)).toEqual(['long', 'short', 'empty'])
  })

  it('leaves out the site that all windows share, and only then', () => {
    expect(shortNames(['固始・综合窗口', '固始・企业服务窗口'])).toEqual(['综合窗口', '企业服务窗口'])
    expect(shortNames(['Gushi · Remote', 'Gushi · Business'])).toEqual(['Remote', 'Business'])
    expect(shortNames(['固始・综合窗口', '苏州・综合窗口'])).toEqual(['固始・综合窗口', '苏州・综合窗口'])
    expect(shortNames(['综合窗口', '企业服务窗口'])).toEqual(['综合窗口', '企业服务窗口'])
    expect(shortNames([])).toEqual([])
  })
})
