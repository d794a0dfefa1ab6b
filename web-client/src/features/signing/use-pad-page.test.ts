import { expect, it } from 'vitest'
import type { PadView, Refusal } from '@/signaling'
import { usePadPage, type PadPort } from './use-pad-page'

const paper: PadView = { document: '申请表.pdf', sha256: 'ab'.repeat(32), site: '固始', siteEn: 'Gushi', expiresAt: '2026-11-23T09:05:00+00:00' }
const no = (code: Refusal['code']): Refusal => ({ code, message: '不行', messageEn: 'No' })
const port = (refusals: (Refusal | null)[]): PadPort & { sent: string[] } => {
  const sent: string[] = []
  return {
    sent,
    look: async () => ({ value: paper, refusal: null }),
    sign: async ({ token }) => {
      sent.push(token)
      const refusal = refusals.shift() ?? null
      return refusal === null ? { value: {}, refusal } : { value: null, refusal }
    },
  }
}
const strokes = [{ samples: [{ x: 1, y: 1, pressure: 0.5, milliseconds: 0 }] }]

it('signs once and is done', async () => {
  const ways = port([])
  const pad = usePadPage('secret', ways)
  await pad.open()
  expect(pad.state.value).toMatchObject({ kind: 'ready', paper, busy: false })
  const first = pad.finish(strokes)
  await pad.finish(strokes) // pressed twice
  await first
  expect(pad.state.value).toEqual({ kind: 'signed' })
  expect(ways.sent).toEqual(['secret'])
})

it('keeps what is written when the network fails, and ends when the picture is spent', async () => {
  const pad = usePadPage('secret', port([no('unavailable'), no('token-spent')]))
  await pad.open()
  await pad.finish(strokes)
  expect(pad.state.value).toMatchObject({ kind: 'ready', busy: false, refusal: { code: 'unavailable' } })
  await pad.finish(strokes)
  expect(pad.state.value).toEqual({ kind: 'refused', refusal: no('token-spent') })
})
