import { shallowRef, type ShallowRef } from 'vue'
import { getCatalogue, getItem, type CatalogueView, type ItemView, type Refusal, type Reply } from '@/signaling'

export type Loaded<T> = { kind: 'loading' } | { kind: 'ready'; value: T } | { kind: 'failed'; refusal: Refusal }

export interface LoadedFrom<T> {
  readonly state: Readonly<ShallowRef<Loaded<T>>>
  load(): Promise<void>
}

function loadedFrom<T>(ask: () => Promise<Reply<T>>): LoadedFrom<T> {
  const state = shallowRef<Loaded<T>>({ kind: 'loading' })
  let newest = 0
  async function load(): Promise<void> {
    const mine = ++newest
    state.value = { kind: 'loading' }
    const reply = await ask()
    if (mine !== newest) return
    state.value = reply.refusal === null ? { kind: 'ready', value: reply.value } : { kind: 'failed', refusal: reply.refusal }
  }
  return { state, load }
}

/** The hall's catalogue; call `load` to start and to try again. */
export const useCatalogue = (ask = getCatalogue): LoadedFrom<CatalogueView> => loadedFrom(ask)

/** The guide of one item; `itemCode` is read at each load. */
export const useItemGuide = (itemCode: () => string, ask = getItem): LoadedFrom<ItemView> => loadedFrom(() => ask(itemCode()))
