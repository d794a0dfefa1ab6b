import { expect, it } from 'vitest'
import type { DocumentView } from '@/signaling'
import { latest } from './latest'
import { fit } from './page-source'
import { thin } from './use-table'

it('shows the newest version of each document and nothing that was taken back', () => {
  const one = (documentId: string, replaces: string | null, stage = 'shown'): DocumentView => ({ documentId, replaces, stage }) as DocumentView
  const shown = latest([one('form', null), one('photo', null), one('signed', 'form'), one('gone', null, 'withdrawn'), one('stamped', 'signed')])
  expect(shown.map(document => document.documentId)).toEqual(['photo', 'stamped'])
})

it('thins a long stroke to what fits into one message and keeps its ends', () => {
  const long = Array.from({ length: 5_000 }, (_, index) => index / 5_000)
  const short = thin(long)
  expect(short.length).toBe(400)
  expect([short[0], short.at(-1)]).toEqual([long[0], long.at(-1)])
  expect(thin([-0.5, 2])).toEqual([0, 1])
})

it('draws no page larger than a phone can hold', () => {
  const { width, height } = fit(595, 842, 6_000)
  expect(width * height).toBeLessThanOrEqual(4_010_000)
  expect(fit(595, 842, 300).width).toBe(300)
})
