import { ref, type Ref } from 'vue'
import { request, type Refusal, type Reply, type ReviewAct, type ReviewList, type ReviewView } from '@/signaling'

export type ReviewsState =
  | { kind: 'loading' }
  | { kind: 'failed'; refusal: Refusal }
  | { kind: 'loaded'; list: ReviewList }

export interface Reviews {
  readonly state: Readonly<Ref<ReviewsState>>
  /** Why the last act was refused; null after one that was done. */
  readonly refusal: Readonly<Ref<Refusal | null>>
  readonly busy: Readonly<Ref<boolean>>
  load(): Promise<void>
  act(review: ReviewView, act: ReviewAct, text: string): Promise<void>
}

const path = '/api/reviews'

/** Bad reviews that are not over; an act carries the version that was seen. */
export function useReviews(ask: typeof request = request): Reviews {
  const state = ref<ReviewsState>({ kind: 'loading' })
  const refusal = ref<Refusal | null>(null)
  const busy = ref(false)

  function show({ value, refusal: no }: Reply<ReviewList>): void {
    state.value = value ? { kind: 'loaded', list: value } : { kind: 'failed', refusal: no! }
  }

  const load = async (): Promise<void> => show(await ask<ReviewList>('GET', path))

  async function act(review: ReviewView, what: ReviewAct, text: string): Promise<void> {
    busy.value = true
    const reply = await ask<ReviewList>('POST', `${path}/${review.reviewId}`, { act: what, version: review.version, text })
    refusal.value = reply.refusal
    if (reply.refusal === null) show(reply)
    else await load()
    busy.value = false
  }

  return { state, refusal, busy, load, act }
}
