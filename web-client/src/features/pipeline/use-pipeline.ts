import { ref, shallowRef, type Ref } from 'vue'
import { request, type Refusal, type Reply, type RunDetails, type RunFilter, type RunList } from '@/signaling'

export type PipelineState =
  | { kind: 'loading' }
  | { kind: 'failed'; refusal: Refusal }
  | { kind: 'loaded'; list: RunList }

export interface Pipeline {
  readonly state: Readonly<Ref<PipelineState>>
  readonly filter: Readonly<Ref<RunFilter>>
  readonly chosen: Readonly<Ref<RunDetails | null>>
  readonly refusal: Readonly<Ref<Refusal | null>>
  readonly busy: Readonly<Ref<boolean>>
  load(filter?: RunFilter): Promise<void>
  choose(runId: string | null): Promise<void>
  retry(): Promise<void>
  skip(step: string, reason: string): Promise<void>
  replay(step: string): Promise<void>
}

const path = '/api/admin/pipeline'

/** Runs of the follow-up and what a person does with them; after each act both list and run are read again. */
export function usePipeline(ask: typeof request = request): Pipeline {
  const state = ref<PipelineState>({ kind: 'loading' })
  const filter = ref<RunFilter>('open')
  const chosen = shallowRef<RunDetails | null>(null)
  const refusal = ref<Refusal | null>(null)
  const busy = ref(false)

  async function load(wanted: RunFilter = filter.value): Promise<void> {
    filter.value = wanted
    const { value, refusal: no } = await ask<RunList>('GET', `${path}?filter=${wanted}`)
    state.value = value ? { kind: 'loaded', list: value } : { kind: 'failed', refusal: no! }
    if (chosen.value !== null) await read(chosen.value.run.runId)
  }

  async function read(runId: string): Promise<void> {
    show(await ask<RunDetails>('GET', `${path}/${runId}`))
  }

  function show({ value, refusal: no }: Reply<RunDetails>): void {
    if (value) chosen.value = value
    refusal.value = no
  }

  async function choose(runId: string | null): Promise<void> {
    refusal.value = null
    if (runId === null) chosen.value = null
    else await read(runId)
  }

  async function act(what: string, body?: unknown): Promise<void> {
    if (chosen.value === null) return
    busy.value = true
    const reply = await ask<RunDetails>('POST', `${path}/${chosen.value.run.runId}/${what}`, body)
    await load()
    show(reply)
    busy.value = false
  }

  return {
    state, filter, chosen, refusal, busy, load, choose,
    retry: () => act('retry'),
    skip: (step, reason) => act('skip', { step, reason }),
    replay: step => act('replay', { step, reason: null }),
  }
}
