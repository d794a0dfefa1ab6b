import { expect, it } from 'vitest'
import type { Reply, SealList, SealView } from '@/signaling'
import { useSeals } from './use-seals'

const seal = { sealId: 'gushi-approval', staff: ['GS01'], items: [], usesPerDay: 5 } as unknown as SealView

it('sends acts and quotas to their seal and shows the register that comes back', async () => {
  const asked: unknown[] = []
  const answer: Reply<SealList> = { value: { seals: [seal] }, refusal: null }
  const seals = useSeals((async (...request: unknown[]) => { asked.push(request); return answer }) as never)
  expect(await seals.act('gushi-approval', 'revoke', '遗失')).toBe(true)
  await seals.setQuota(seal, 7)
  expect(asked).toEqual([
    ['POST', '/api/admin/seals/gushi-approval', { act: 'revoke', reason: '遗失' }],
    ['POST', '/api/admin/seals/gushi-approval/rules', { staff: ['GS01'], items: [], usesPerDay: 7 }],
  ])
  expect(seals.seals.value).toEqual([seal])
})

it('keeps the register in view when an act is refused', async () => {
  let answer: Reply<SealList> = { value: { seals: [seal] }, refusal: null }
  const seals = useSeals((async () => answer) as never)
  await seals.load()
  answer = { value: null, refusal: { code: 'stale', message: '变', messageEn: 'Changed' } }
  expect(await seals.act('gushi-approval', 'release', 'x')).toBe(false)
  expect(seals.seals.value).toEqual([seal])
  expect(seals.refusal.value?.code).toBe('stale')
})
