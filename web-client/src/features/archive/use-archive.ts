import { ref, shallowRef, type Ref } from 'vue'
import {
  request, type ArchiveFilter, type ArchiveJournalView, type ArchiveList, type ArchiveRow, type Done, type ItemRetentionList, type PurgeReport, type Refusal, type Reply, type RetentionName,
} from '@/signaling'
import { saveFile } from '@/signaling/save-file'

export type ArchiveState =
  | { kind: 'loading' }
  | { kind: 'failed'; refusal: Refusal }
  | { kind: 'loaded'; list: ArchiveList; journal: ArchiveJournalView; classes: ItemRetentionList }

export interface Archive {
  readonly state: Readonly<Ref<ArchiveState>>
  readonly filter: Readonly<Ref<ArchiveFilter>>
  readonly refusal: Readonly<Ref<Refusal | null>>
  readonly report: Readonly<Ref<PurgeReport | null>>
  readonly busy: Readonly<Ref<boolean>>
  load(filter?: ArchiveFilter): Promise<void>
  hold(caseNumber: string, reason: string): Promise<void>
  release(caseNumber: string, reason: string): Promise<void>
  purge(reason: string): Promise<void>
  /** Saves the dossier of a case; the journal says who took it out and what for. */
  fetch(row: ArchiveRow, reason: string): Promise<void>
  classify(itemCode: string, retention: RetentionName | null): Promise<void>
}

const path = '/api/admin/archive'

/** The archive and what its keeper does; after each act all of it is read again. */
export function useArchive(ask: typeof request = request, save: typeof saveFile = saveFile): Archive {
  const state = shallowRef<ArchiveState>({ kind: 'loading' })
  const filter = ref<ArchiveFilter>('all')
  const refusal = shallowRef<Refusal | null>(null)
  const report = shallowRef<PurgeReport | null>(null)
  const busy = ref(false)

  async function load(wanted: ArchiveFilter = filter.value): Promise<void> {
    filter.value = wanted
    const [list, journal, classes] = await Promise.all([
      ask<ArchiveList>('GET', `${path}?filter=${wanted}`), ask<ArchiveJournalView>('GET', `${path}/journal`), ask<ItemRetentionList>('GET', `${path}/classes`),
    ])
    const no = list.refusal ?? journal.refusal ?? classes.refusal
    state.value = no ? { kind: 'failed', refusal: no } : { kind: 'loaded', list: list.value!, journal: journal.value!, classes: classes.value! }
    if (report.value !== null) report.value = (await ask<PurgeReport>('GET', `${path}/purge/${report.value.runId}`)).value ?? report.value
  }

  async function act<T>(send: () => Promise<Reply<T>>): Promise<T | null> {
    busy.value = true
    const reply = await send()
    refusal.value = reply.refusal
    await load()
    busy.value = false
    return reply.value
  }

  return {
    state, filter, refusal, report, busy, load,
    hold: async (caseNumber, reason) => void (await act(() => ask<Done>('POST', `${path}/hold`, { caseNumber, reason }))),
    release: async (caseNumber, reason) => void (await act(() => ask<Done>('POST', `${path}/release`, { caseNumber, reason }))),
    purge: async reason => {
      report.value = await act(() => ask<PurgeReport>('POST', `${path}/purge`, { reason })) ?? report.value
    },
    fetch: async (row, reason) => void (await act(async () => ({ value: null, refusal: await save(`${path}/package`, { caseNumber: row.caseNumber, reason }, `${row.caseNumber}.zip`) }) as Reply<null>)),
    classify: async (itemCode, retention) => void (await act(() => ask<ItemRetentionList>('POST', `${path}/classes`, { itemCode, retention }))),
  }
}
