import { browserClock, Subject, type Cancel, type Clock, type Observable } from '@/call-engine'
import type { FieldView, FormChanged, FormNews, FormView, Refusal, Reply } from '@/signaling'

/** What somebody has typed and the server has not confirmed yet. `conflict`: the other side wrote meanwhile; nothing is sent until one decides. */
export interface Draft {
  readonly text: string
  readonly state: 'typing' | 'saving' | 'failed' | 'conflict'
}

export interface FormSheetState {
  readonly view: FormView | null
  readonly drafts: ReadonlyMap<string, Draft>
  /** Why the form could not be opened or the last text not be kept. */
  readonly refusal: Refusal | null
}

export interface FormPort {
  open(): Promise<Reply<FormView>>
  set(fieldId: string, text: string, revision: number): Promise<Reply<FormChanged>>
}

/** Long enough to gather a word, short enough to look immediate on the other side. */
const pauseMilliseconds = 130

/** Until a connection that asked too often may ask again. */
const breathMilliseconds = 1_000

/** One page's copy of a form: follows the news, notices gaps, and sends what is typed, one text a field at a time. */
export class FormSheet {
  private readonly subject = new Subject<FormSheetState>({ view: null, drafts: new Map(), refusal: null })
  private readonly timers = new Map<string, Cancel>()
  private readonly composing = new Set<string>()
  private opening = false
  private closed = false

  constructor(
    private readonly port: FormPort,
    private readonly clock: Clock = browserClock,
  ) {}

  get state(): Observable<FormSheetState> {
    return this.subject
  }

  /** Asks for the whole form; also after a gap and when the line is back: what could not be sent is sent then. */
  async open(): Promise<void> {
    if (this.opening || this.closed) return
    this.opening = true
    const reply = await this.port.open()
    this.opening = false
    if (this.closed) return
    this.change({ view: reply.value ?? this.subject.value.view, refusal: reply.refusal })
    if (reply.value !== null) this.sendFailed()
  }

  seen(news: FormNews): void {
    const { view } = this.subject.value
    if (view === null || news.sessionId !== view.sessionId || (news.after !== null && news.sequence <= view.sequence)) return
    if (news.after !== null && news.after !== view.sequence) return void this.open()
    const fresh = new Map(news.fields.map(field => [field.id, field]))
    this.change({ view: { ...view, sequence: news.sequence, status: news.status, fields: view.fields.map(field => newer(fresh.get(field.id), field)) } })
  }

  /** Somebody typed. */
  write(fieldId: string, text: string): void {
    const before = this.subject.value.drafts.get(fieldId)
    this.draft(fieldId, { text, state: before?.state === 'conflict' ? 'conflict' : before?.state === 'saving' ? 'saving' : 'typing' })
    if (before?.state !== 'conflict') this.sendAfter(fieldId, pauseMilliseconds)
  }

  /** While an input method composes, its letters are nobody's text. */
  compose(fieldId: string, composing: boolean): void {
    if (composing) this.composing.add(fieldId)
    else this.composing.delete(fieldId)
    if (!composing && this.subject.value.drafts.has(fieldId)) this.sendAfter(fieldId, 0)
  }

  /** Decides a conflict. */
  resolve(fieldId: string, choice: 'mine' | 'theirs'): void {
    const draft = this.subject.value.drafts.get(fieldId)
    if (draft?.state !== 'conflict') return
    if (choice === 'theirs') return this.draft(fieldId, null)
    this.draft(fieldId, { text: draft.text, state: 'typing' })
    this.sendAfter(fieldId, 0)
  }

  /** Sends what is typed now; resolves when nothing is under way any more. Who submits at once after the last key submits that key too. */
  async settled(): Promise<void> {
    for (const [fieldId, draft] of this.subject.value.drafts) if (draft.state === 'typing') this.sendAfter(fieldId, 0)
    await new Promise<void>((resolve) => {
      const end: Cancel = this.subject.subscribe(({ drafts }) => {
        if ([...drafts.values()].some(draft => draft.state === 'typing' || draft.state === 'saving')) return
        queueMicrotask(() => end())
        resolve()
      })
    })
  }

  close(): void {
    this.closed = true
    for (const cancel of this.timers.values()) cancel()
    this.timers.clear()
  }

  private sendFailed(): void {
    for (const [fieldId, draft] of this.subject.value.drafts) if (draft.state === 'failed') this.sendAfter(fieldId, 0)
  }

  private sendAfter(fieldId: string, milliseconds: number): void {
    this.timers.get(fieldId)?.()
    this.timers.set(fieldId, this.clock.after(milliseconds, () => void this.send(fieldId)))
  }

  private async send(fieldId: string): Promise<void> {
    const draft = this.subject.value.drafts.get(fieldId)
    const field = this.field(fieldId)
    if (draft === undefined || field === undefined || draft.state === 'saving' || draft.state === 'conflict' || this.composing.has(fieldId)) return
    if (draft.text === field.text && !field.masked) return this.draft(fieldId, null)
    this.draft(fieldId, { ...draft, state: 'saving' })
    this.settle(fieldId, draft.text, await this.port.set(fieldId, draft.text, field.revision))
  }

  private settle(fieldId: string, sent: string, { value, refusal }: Reply<FormChanged>): void {
    if (this.closed) return
    if (value !== null) this.settleKept(fieldId, sent, value)
    else if (refusal.code === 'stale') void this.settleStale(fieldId)
    else if (refusal.code === 'too-often') this.sendLater(fieldId)
    else this.settleRefused(fieldId, refusal)
  }

  private settleKept(fieldId: string, sent: string, { revision }: FormChanged): void {
    const { view, drafts } = this.subject.value
    const own = (field: FieldView): FieldView => (field.id === fieldId && revision > field.revision ? { ...field, text: sent, masked: false, revision } : field)
    this.change({ view: view && { ...view, fields: view.fields.map(own) }, refusal: null })
    const text = drafts.get(fieldId)?.text ?? sent
    this.draft(fieldId, text === sent ? null : { text, state: 'typing' })
    if (text !== sent) this.sendAfter(fieldId, pauseMilliseconds)
  }

  private async settleStale(fieldId: string): Promise<void> {
    await this.open()
    const text = this.subject.value.drafts.get(fieldId)?.text
    if (text !== undefined) this.draft(fieldId, text === this.field(fieldId)?.text ? null : { text, state: 'conflict' })
  }

  /** Many fields in a few seconds: nothing is wrong with this one, it only comes too soon. */
  private sendLater(fieldId: string): void {
    const text = this.subject.value.drafts.get(fieldId)?.text
    if (text === undefined) return
    this.draft(fieldId, { text, state: 'typing' })
    this.sendAfter(fieldId, breathMilliseconds)
  }

  private settleRefused(fieldId: string, refusal: Refusal): void {
    const text = this.subject.value.drafts.get(fieldId)?.text
    this.change({ refusal })
    if (text !== undefined) this.draft(fieldId, { text, state: 'failed' })
  }

  private field(fieldId: string): FieldView | undefined {
    return this.subject.value.view?.fields.find(field => field.id === fieldId)
  }

  private draft(fieldId: string, draft: Draft | null): void {
    const drafts = new Map(this.subject.value.drafts)
    if (draft === null) drafts.delete(fieldId)
    else drafts.set(fieldId, draft)
    this.change({ drafts })
  }

  private change(part: Partial<FormSheetState>): void {
    this.subject.set({ ...this.subject.value, ...part })
  }
}

/** A reply may have told of a field before the news that is still under way. */
function newer(fresh: FieldView | undefined, known: FieldView): FieldView {
  return fresh === undefined || fresh.revision < known.revision ? known : fresh
}
