import { computed, onScopeDispose, readonly, ref, shallowRef } from 'vue'
import { browserClock, type Clock } from '@/call-engine'
import type { FieldLayout, FieldView, FormChanged, FormClientEvents, FormGesture, FormHubMethods, FormPageLayout, FormStatus, Link, Refusal, Reply } from '@/signaling'
import { FormSheet, type Draft, type FormSheetState } from './form-sheet'

/** What both hubs offer about forms. */
export interface FormHub {
  invoke<K extends keyof FormHubMethods>(method: K, request: FormHubMethods[K][0]): Promise<Reply<FormHubMethods[K][1]>>
  onForm<E extends keyof FormClientEvents>(event: E, observer: (...news: FormClientEvents[E]) => void): () => void
  onLink(observer: (link: Link) => void): () => void
}

/** One field as a page shows it: layout, value, and what is typed and not confirmed. */
export interface ShownField {
  readonly layout: FieldLayout
  readonly view: FieldView
  readonly draft: Draft | null
}

export interface ShownPage {
  readonly layout: FormPageLayout
  readonly fields: readonly ShownField[]
}

export type Form = ReturnType<typeof useForm>

const pointEveryMilliseconds = 100
const pointLastsMilliseconds = 2_500
const none: FormStatus = { paused: false, submitted: false, control: { stage: 'none', pageId: null, seconds: null, until: null } }

/** The form of one session while its page is shown. */
export function useForm(hub: FormHub, sessionId: string, clock: Clock = browserClock) {
  const sheet = new FormSheet({
    open: () => hub.invoke('OpenForm', { sessionId }),
    set: (fieldId, text, revision) => hub.invoke('SetField', { sessionId, fieldId, text, revision }),
  }, clock)
  const state = shallowRef<FormSheetState>(sheet.state.value)
  const refusal = shallowRef<Refusal | null>(null)
  const marks = ref<ReadonlySet<string>>(new Set())
  const otherFocus = ref<string | null>(null)
  const otherPage = ref<string | null>(null)
  const point = shallowRef<FormGesture | null>(null)
  let forgetPoint = (): void => {}
  let pointedAt = 0

  const take: Readonly<Record<FormGesture['kind'], (gesture: FormGesture) => void>> = {
    mark: ({ fieldId }) => void (marks.value = new Set([...marks.value, fieldId ?? ''])),
    unmark: ({ fieldId }) => void (marks.value = new Set([...marks.value].filter(one => one !== fieldId))),
    focus: ({ fieldId, pageId }) => { otherFocus.value = fieldId; otherPage.value = pageId },
    view: ({ pageId }) => void (otherPage.value = pageId),
    point: (gesture) => {
      forgetPoint()
      point.value = gesture
      forgetPoint = clock.after(pointLastsMilliseconds, () => void (point.value = null))
    },
  }
  const ends = [
    sheet.state.subscribe(next => (state.value = next)),
    hub.onForm('FormNews', news => sheet.seen(news)),
    hub.onForm('FormGesture', gesture => void (gesture.sessionId === sessionId && take[gesture.kind](gesture))),
    hub.onLink(link => void (link === 'online' && sheet.open())),
  ]
  onScopeDispose(() => {
    ends.forEach(end => end())
    forgetPoint()
    sheet.close()
  })

  const views = computed(() => new Map(state.value.view?.fields.map(field => [field.id, field])))
  const textOf = (id: string): string => state.value.drafts.get(id)?.text ?? views.value.get(id)?.text ?? ''
  const counts = ({ onlyIf }: FieldLayout): boolean => onlyIf === null || textOf(onlyIf.field) === onlyIf.equal
  const pages = computed<readonly ShownPage[]>(() => (state.value.view?.layout.pages ?? []).map(layout => ({
    layout,
    fields: layout.fields.filter(counts).flatMap((one) => {
      const view = views.value.get(one.id)
      return view === undefined ? [] : [{ layout: one, view, draft: state.value.drafts.get(one.id) ?? null }]
    }),
  })))

  /** Asks the hub; its "no" stays to be read until the next request. */
  async function ask(request: Promise<Reply<FormChanged>>): Promise<boolean> {
    const reply = await request
    refusal.value = reply.refusal
    return reply.refusal === null
  }

  function gesture(kind: FormGesture['kind'], pageId: string, fieldId: string | null = null, x = 0, y = 0): void {
    void hub.invoke('GestureAtForm', { sessionId, kind, pageId, fieldId, x, y })
  }

  return {
    sessionId,
    pages,
    layout: computed(() => state.value.view?.layout ?? null),
    status: computed(() => state.value.view?.status ?? none),
    refusal: computed(() => refusal.value ?? state.value.refusal),
    missing: computed(() => pages.value.flatMap(page => page.fields).filter(field => field.view.error !== 'none').length),
    marks: readonly(marks), otherFocus: readonly(otherFocus), otherPage: readonly(otherPage), point: readonly(point),
    open: () => void sheet.open(),
    settled: () => sheet.settled(),
    write: (fieldId: string, text: string) => sheet.write(fieldId, text),
    compose: (fieldId: string, on: boolean) => sheet.compose(fieldId, on),
    resolve: (fieldId: string, choice: 'mine' | 'theirs') => sheet.resolve(fieldId, choice),
    endControl: () => ask(hub.invoke('EndControl', { sessionId })),
    ask,
    gesture,
    /** At most ten a second: the other side sees where, not how. */
    pointAt(pageId: string, fieldId: string, x: number, y: number): void {
      if (clock.now() - pointedAt < pointEveryMilliseconds) return
      pointedAt = clock.now()
      gesture('point', pageId, fieldId, x, y)
    },
  }
}
