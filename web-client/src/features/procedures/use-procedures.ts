import { ref, shallowRef, type Ref } from 'vue'
import { request, type ProcedureActRequest, type ProcedureDetails, type ProcedureList, type Refusal, type Reply } from '@/signaling'

export type ProceduresState =
  | { kind: 'loading' }
  | { kind: 'failed'; refusal: Refusal }
  | { kind: 'loaded'; list: ProcedureList }

/** An act without what only the page's keeper knows. */
export type ProcedureActDraft = Omit<ProcedureActRequest, 'version'>

export interface Procedures {
  readonly state: Readonly<Ref<ProceduresState>>
  readonly chosen: Readonly<Ref<ProcedureDetails | null>>
  /** Why the last act was refused; null after one that was done. */
  readonly refusal: Readonly<Ref<Refusal | null>>
  readonly busy: Readonly<Ref<boolean>>
  load(): Promise<void>
  choose(caseId: string | null): Promise<void>
  /** @returns true when done. */
  act(draft: ProcedureActDraft): Promise<boolean>
  link(itemCode: string): Promise<boolean>
}

const path = '/api/department/cases'

/** The department's cases. An act carries the version that was seen; when somebody else was faster the case is read anew. */
export function useProcedures(ask: typeof request = request): Procedures {
  const state = ref<ProceduresState>({ kind: 'loading' })
  const chosen = shallowRef<ProcedureDetails | null>(null)
  const refusal = ref<Refusal | null>(null)
  const busy = ref(false)

  async function load(): Promise<void> {
    const { value, refusal: no } = await ask<ProcedureList>('GET', path)
    state.value = value ? { kind: 'loaded', list: value } : { kind: 'failed', refusal: no! }
  }

  async function read(caseId: string): Promise<Refusal | null> {
    const { value, refusal: no } = await ask<ProcedureDetails>('GET', `${path}/${caseId}`)
    if (value) chosen.value = value
    return no
  }

  async function choose(caseId: string | null): Promise<void> {
    refusal.value = null
    if (caseId === null) chosen.value = null
    else refusal.value = await read(caseId)
  }

  async function change(asking: (details: ProcedureDetails) => Promise<Reply<ProcedureDetails>>): Promise<boolean> {
    const details = chosen.value
    if (details === null) return false
    busy.value = true
    const { value, refusal: no } = await asking(details)
    if (value) chosen.value = value
    else if (no?.code === 'stale') await read(details.case.caseId)
    refusal.value = no
    await load()
    busy.value = false
    return no === null
  }

  return {
    state, chosen, refusal, busy, load, choose,
    act: draft => change(details => ask<ProcedureDetails>('POST', `${path}/${details.case.caseId}`, { ...draft, version: details.version })),
    link: itemCode => change(details => ask<ProcedureDetails>('POST', `${path}/${details.case.caseId}/links`, { itemCode })),
  }
}
