import { describe, expect, it } from 'vitest'
import type { Reply, request, RunDetails } from '@/signaling'
import { usePipeline } from './use-pipeline'

const refusal = { code: 'not-allowed', message: '不能跳过', messageEn: 'Cannot be skipped' }
const run = (state: 'dead' | 'done'): RunDetails => ({
  run: { runId: 'r1', kind: 'file-case', subject: 'GS-20261123-0001', state, createdAt: '', attempts: 8, nextTryAt: null, doneAt: null, step: null, lastError: null },
  steps: [], acts: [],
})
const list = { runs: [], open: 0, dead: 0, doneToday: 0 }

function hall(answers: Record<string, unknown[]>) {
  const asked: string[] = []
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<Reply<T>> => {
    asked.push(`${method} ${path}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`)
    const value = answers[`${method} ${path}`]?.shift()
    return (value === undefined ? { value: null, refusal } : { value, refusal: null }) as Reply<T>
  }
  return { asked, pipeline: usePipeline(ask as typeof request) }
}

describe('usePipeline', () => {
  it('shows the run as it is after a retry', async () => {
    const { pipeline } = hall({
      'GET /api/admin/pipeline/r1': [run('dead'), run('dead')], 'POST /api/admin/pipeline/r1/retry': [run('done')], 'GET /api/admin/pipeline?filter=open': [list],
    })
    await pipeline.choose('r1')
    await pipeline.retry()
    expect(pipeline.chosen.value?.run.state).toBe('done')
    expect(pipeline.refusal.value).toBeNull()
  })

  it('says why a step is not skipped', async () => {
    const { asked, pipeline } = hall({ 'GET /api/admin/pipeline/r1': [run('dead'), run('dead')], 'GET /api/admin/pipeline?filter=open': [list] })
    await pipeline.choose('r1')
    await pipeline.skip('assign-number', '不需要')
    expect(asked).toContain('POST /api/admin/pipeline/r1/skip {"step":"assign-number","reason":"不需要"}')
    expect(pipeline.refusal.value).toEqual(refusal)
  })

  it('keeps the filter while it is read again', async () => {
    const { asked, pipeline } = hall({ 'GET /api/admin/pipeline?filter=dead': [list, list] })
    await pipeline.load('dead')
    await pipeline.load()
    expect(asked).toEqual(['GET /api/admin/pipeline?filter=dead', 'GET /api/admin/pipeline?filter=dead'])
  })
})
