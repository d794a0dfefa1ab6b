import { describe, expect, it } from 'vitest'
import type { CannedAnswerView, Refusal } from '@/signaling'
import { useAnswers } from './use-answers'

const answer: CannedAnswerView = { id: 'a', key: 1, title: '照片不清', text: '请重拍', version: 0 }
const no: Refusal = { code: 'stale', message: '情况已有变化', messageEn: 'changed' }

describe('useAnswers', () => {
  it('shows what the server holds after each act', async () => {
    const asked: unknown[] = []
    const list = useAnswers(async (...call) => (asked.push(call), { value: { answers: [answer] } as never, refusal: null }))
    expect(await list.save(null, { key: 1, title: '照片不清', text: '请重拍', version: null })).toBe(true)
    await list.remove('a')
    expect(asked.map(call => (call as string[]).slice(0, 2))).toEqual([['POST', '/api/admin/canned-answers'], ['DELETE', '/api/admin/canned-answers/a']])
    expect(list.answers.value).toEqual([answer])
  })

  it('keeps the list and says why when refused', async () => {
    const list = useAnswers(async () => ({ value: null, refusal: no }))
    expect(await list.save('a', { key: null, title: 't', text: 'x', version: 0 })).toBe(false)
    expect([list.answers.value, list.refusal.value]).toEqual([null, no])
  })
})
