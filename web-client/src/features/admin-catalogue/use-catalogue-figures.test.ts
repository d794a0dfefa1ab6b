import { describe, expect, it } from 'vitest'
import type { Reply } from '@/signaling'
import { useCatalogueFigures } from './use-catalogue-figures'

const answering = (reply: unknown) => async <T>(): Promise<Reply<T>> => reply as Reply<T>

describe('useCatalogueFigures', () => {
  it('tells the figures with the mark of the sample', async () => {
    const figures = { version: '1', sample: true, sites: 2, regions: 46, departments: 56, items: 159 }
    const { state, load } = useCatalogueFigures(answering({ value: figures, refusal: null }))
    expect(state.value.kind).toBe('loading')
    await load()
    expect(state.value).toEqual({ kind: 'loaded', figures })
  })

  it('keeps the sentence of a refusal', async () => {
    const refusal = { code: 'not-allowed', message: '没有权限', messageEn: 'Not allowed' }
    const { state, load } = useCatalogueFigures(answering({ value: null, refusal }))
    await load()
    expect(state.value).toEqual({ kind: 'failed', refusal })
  })
})
