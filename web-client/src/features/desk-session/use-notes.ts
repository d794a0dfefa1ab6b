import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { DeskHub, DeskSessionView } from '@/signaling'
import { NotesKeeper, type Notes } from './notes-keeper'

export interface DeskNotes {
  readonly notes: Readonly<Ref<Notes>>
  edit(text: string): void
  resolve(choice: 'mine' | 'theirs' | 'both'): void
  /** See {@link NotesKeeper.flush}. */
  flush(): Promise<boolean>
}

const none: Notes = { text: '', state: { kind: 'saved', at: null } }

/** The notes of the running session; a new keeper for each session. */
export function useNotes(session: () => DeskSessionView | null, hub: DeskHub): DeskNotes {
  const notes = shallowRef<Notes>(none)
  let keeper: NotesKeeper | null = null
  let keptFor: string | null = null

  function open(view: DeskSessionView): NotesKeeper {
    const opened = new NotesKeeper(view.notes, view.notesRevision, async (text, revision) => {
      const { refusal } = await hub.invoke('SaveNotes', { sessionId: view.sessionId, notes: text, revision })
      if (refusal === null) return 'done'
      return refusal.code === 'stale' ? 'stale' : 'failed'
    })
    opened.notes.subscribe(now => (notes.value = now))
    return opened
  }

  watch(session, view => {
    if (view !== null && view.sessionId === keptFor) return keeper?.seen(view.notes, view.notesRevision)
    keeper?.close()
    keeper = view === null ? null : open(view)
    keptFor = view?.sessionId ?? null
    if (view === null) notes.value = none
  }, { immediate: true })
  onScopeDispose(() => keeper?.close())

  return { notes, edit: text => keeper?.edit(text), resolve: choice => keeper?.resolve(choice), flush: async () => (await keeper?.flush()) ?? true }
}
