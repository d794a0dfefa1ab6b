import { ref, type Ref } from 'vue'
import { request, type CatalogueFigures, type Refusal } from '@/signaling'

export type FiguresState =
  | { kind: 'loading' }
  | { kind: 'failed'; refusal: Refusal }
  | { kind: 'loaded'; figures: CatalogueFigures }

/** How much is in the catalogue, and whether it is only the sample. */
export function useCatalogueFigures(ask: typeof request = request): { state: Readonly<Ref<FiguresState>>; load(): Promise<void> } {
  const state = ref<FiguresState>({ kind: 'loading' })
  async function load(): Promise<void> {
    state.value = { kind: 'loading' }
    const { value, refusal } = await ask<CatalogueFigures>('GET', '/api/admin/catalogue')
    state.value = value ? { kind: 'loaded', figures: value } : { kind: 'failed', refusal: refusal! }
  }
  return { state, load }
}
