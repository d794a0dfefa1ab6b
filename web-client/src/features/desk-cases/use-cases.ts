import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { browserClock, type Clock } from '@/call-engine'
import type { CaseView, DeskHub, Refusal } from '@/signaling'

export interface RecentCases {
  /** Null until first loaded. */
  readonly cases: Readonly<Ref<readonly CaseView[] | null>>
  readonly refusal: Readonly<Ref<Refusal | null>>
  readonly selected: Readonly<Ref<CaseView | null>>
  load(): Promise<void>
  select(caseId: string | null): Promise<void>
}

const pendingPollMilliseconds = 2_000

/**
 * The clerk's recent cases. Read anew when the day's figures change, and every two seconds while one is not filed yet:
 * the follow-up works on without this page, and its steps should be seen moving.
 * @param cause changes whenever the list may have changed.
 */
export function useCases(cause: () => unknown, hub: DeskHub, clock: Clock = browserClock): RecentCases {
  const cases = shallowRef<readonly CaseView[] | null>(null)
  const refusal = ref<Refusal | null>(null)
  const selected = shallowRef<CaseView | null>(null)

  async function load(): Promise<void> {
    const reply = await hub.invoke('RecentCases')
    refusal.value = reply.refusal
    if (reply.value === null) return
    cases.value = reply.value.cases
    if (selected.value?.stage === 'pending') await select(selected.value.caseId)
  }

  async function select(caseId: string | null): Promise<void> {
    if (caseId === null) return void (selected.value = null)
    const reply = await hub.invoke('CaseDetails', { caseId })
    refusal.value = reply.refusal
    if (reply.value !== null) selected.value = reply.value
  }

  watch(cause, now => void (now !== null && load()), { immediate: true })
  onScopeDispose(clock.every(pendingPollMilliseconds, () => {
    if (cases.value?.some(one => one.stage === 'pending')) void load()
  }))
  return { cases, refusal, selected, load, select }
}
