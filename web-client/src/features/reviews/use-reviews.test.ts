import { describe, expect, it } from 'vitest'
import type { Reply, request, ReviewView } from '@/signaling'
import { useReviews } from './use-reviews'

const stale = { code: 'stale', message: '情况已有变化', messageEn: 'Things have changed' }
const review: ReviewView = {
  reviewId: 'r1', version: 2, stage: 'open', level: 1, comment: '等太久', caseNumber: null, itemName: '', applicantName: null, phone: null, clerkName: '',
  ratedAt: '', dueOn: '2026-11-30', overdue: false, acts: ['callBack'], record: [],
}

function hall(answers: Record<string, unknown>) {
  const asked: { what: string; body: unknown }[] = []
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<Reply<T>> => {
    asked.push({ what: `${method} ${path}`, body })
    const value = answers[`${method} ${path}`]
    return (value === undefined ? { value: null, refusal: stale } : { value, refusal: null }) as Reply<T>
  }
  return { asked, reviews: useReviews(ask as typeof request) }
}

describe('useReviews', () => {
  it('sends what was said with the version that was seen', async () => {
    const { asked, reviews } = hall({ 'POST /api/reviews/r1': { reviews: [], overdue: 0 } })
    await reviews.act(review, 'callBack', '已致歉')
    expect(asked[0]).toEqual({ what: 'POST /api/reviews/r1', body: { act: 'callBack', version: 2, text: '已致歉' } })
    expect(reviews.state.value).toEqual({ kind: 'loaded', list: { reviews: [], overdue: 0 } })
  })

  it('keeps the reason of a refusal and reads the list anew', async () => {
    const { asked, reviews } = hall({ 'GET /api/reviews': { reviews: [review], overdue: 0 } })
    await reviews.act(review, 'confirm', '属实')
    expect(reviews.refusal.value).toEqual(stale)
    expect(asked.at(-1)?.what).toBe('GET /api/reviews')
  })
})
