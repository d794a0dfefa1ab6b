import { browserClock, Subject, type Cancel, type Clock, type Observable } from '@/call-engine'

/**
 * Where the notes stand. `conflict`: the server holds another text than the one this page began from, and the clerk has
 * written meanwhile; nothing is overwritten until the clerk decides.
 */
export type NotesState =
  | { kind: 'saved'; at: number | null }
  | { kind: 'unsaved' }
  | { kind: 'saving' }
  | { kind: 'failed' }
  | { kind: 'conflict'; theirs: string }

export interface Notes {
  readonly text: string
  readonly state: NotesState
}

/** "stale" when the server has a newer revision than the one given. */
export type SaveNotes = (notes: string, revision: number) => Promise<'done' | 'stale' | 'failed'>

const pauseMilliseconds = 800
const retryMilliseconds = 3_000
/** Somebody who writes another part of the session in the same instant makes one try fail. */
const flushTries = 4
export const longestNotes = 4_000

/** Keeps one session's notes and saves them by itself a moment after the last key. */
export class NotesKeeper {
  private readonly subject: ReturnType<typeof start>
  /** The text of {@link revision}, as the server has it. */
  private base: string
  private revision: number
  private timer: Cancel | null = null
  private saving = false
  private running: Promise<void> | null = null

  constructor(
    notes: string,
    revision: number,
    private readonly save: SaveNotes,
    private readonly clock: Clock = browserClock,
  ) {
    this.base = notes
    this.revision = revision
    this.subject = start(notes)
  }

  get notes(): Observable<Notes> {
    return this.subject
  }

  get text(): string {
    return this.subject.value.text
  }

  edit(text: string): void {
    const { state } = this.subject.value
    this.tell(limit(text), state.kind === 'conflict' ? state : { kind: 'unsaved' })
    if (state.kind !== 'conflict') this.saveAfter(pauseMilliseconds)
  }

  /** What the newest snapshot says. */
  seen(notes: string, revision: number): void {
    if (revision <= this.revision) return
    this.revision = revision
    const untouched = this.text === this.base
    const ours = notes === this.text
    this.base = notes
    if (untouched || ours) this.tell(notes, this.saving ? { kind: 'saving' } : { kind: 'saved', at: this.clock.now() })
    else if (!this.saving) this.askClerk(notes)
  }

  /** The clerk decides a conflict: keep own text, take the other, or keep both one after the other. */
  resolve(choice: 'mine' | 'theirs' | 'both'): void {
    const { state } = this.subject.value
    if (state.kind !== 'conflict') return
    const text = { mine: this.text, theirs: state.theirs, both: limit(`${state.theirs}\n${this.text}`) }[choice]
    this.tell(text, { kind: 'unsaved' })
    this.saveAfter(0)
  }

  /** Saves what is not saved yet, before the session passes into other hands. @returns False when it cannot be: the clerk has to look. */
  async flush(): Promise<boolean> {
    for (let tries = 0; tries < flushTries && this.text !== this.base && this.subject.value.state.kind !== 'conflict'; tries++) {
      this.close()
      await (this.running ?? this.saveNow())
    }
    return this.text === this.base
  }

  close(): void {
    this.timer?.()
    this.timer = null
  }

  private saveAfter(milliseconds: number): void {
    this.timer?.()
    this.timer = this.clock.after(milliseconds, () => void this.saveNow())
  }

  private async saveNow(): Promise<void> {
    if (this.saving) return this.saveAfter(pauseMilliseconds)
    if (this.text === this.base) return this.tell(this.text, { kind: 'saved', at: this.clock.now() })
    this.running = this.send(this.text, this.revision).finally(() => (this.running = null))
    return this.running
  }

  private async send(sent: string, revision: number): Promise<void> {
    this.saving = true
    this.tell(sent, { kind: 'saving' })
    const result = await this.save(sent, revision)
    this.saving = false
    this.settle(result, sent, revision)
  }

  private settle(result: 'done' | 'stale' | 'failed', sent: string, revision: number): void {
    if (result === 'done') this.settleDone(sent, revision)
    else if (this.base !== sent && this.revision > revision) this.askClerk(this.base)
    else this.settleFailed()
  }

  private settleDone(sent: string, revision: number): void {
    // Unless a snapshot has said so already: each save is one revision.
    if (this.revision === revision) [this.base, this.revision] = [sent, revision + 1]
    if (this.text !== sent) return this.saveAfter(pauseMilliseconds)
    this.tell(sent, { kind: 'saved', at: this.clock.now() })
  }

  private askClerk(theirs: string): void {
    this.close()
    this.tell(this.text, { kind: 'conflict', theirs })
  }

  private settleFailed(): void {
    this.tell(this.text, { kind: 'failed' })
    this.saveAfter(retryMilliseconds)
  }

  private tell(text: string, state: NotesState): void {
    this.subject.set({ text, state })
  }
}

function start(notes: string): Subject<Notes> {
  return new Subject<Notes>({ text: notes, state: { kind: 'saved', at: null } })
}

/** Counts code points, as the server does. */
function limit(text: string): string {
  const points = [...text]
  return points.length > longestNotes ? points.slice(0, longestNotes).join('') : text
}
