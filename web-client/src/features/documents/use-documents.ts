import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { browserClock, type DataChannels } from '@/call-engine'
import type { Done, DocumentClientEvents, DocumentDeskView, DocumentHubMethods, DocumentView, Link, Refusal, Reply } from '@/signaling'
import { fetchBytes, uploadBytes } from './bytes'
import { openSource, type PageSource } from './page-source'
import { useTable } from './use-table'

/** What both hubs offer about documents. */
export interface DocumentHub {
  invoke<K extends keyof DocumentHubMethods>(method: K, request: DocumentHubMethods[K][0]): Promise<Reply<DocumentHubMethods[K][1]>>
  onDocuments<E extends keyof DocumentClientEvents>(event: E, observer: (...news: DocumentClientEvents[E]) => void): () => void
  onLink(observer: (link: Link) => void): () => void
}

/** The document before both sides, as far as this page has got with it. */
export type Opened =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading'; readonly document: DocumentView }
  | { readonly kind: 'ready'; readonly document: DocumentView; readonly source: PageSource }
  | { readonly kind: 'differs'; readonly document: DocumentView }
  | { readonly kind: 'failed'; readonly document: DocumentView; readonly refusal: Refusal | null }

export interface Sending {
  readonly key: number
  readonly name: string
  /** 0..1 of it has arrived. */
  readonly share: number
  readonly refusal: Refusal | null
}

export interface NewFile {
  readonly name: string
  readonly material: string | null
  readonly captured: boolean
  readonly askId: string | null
}

export type Documents = ReturnType<typeof useDocuments>

/** The documents of one session while its page is shown. */
export function useDocuments(hub: DocumentHub, sessionId: string, by: 'applicant' | 'clerk', channels: () => DataChannels | null) {
  const desk = shallowRef<DocumentDeskView | null>(null)
  const refusal = shallowRef<Refusal | null>(null)
  const opened = shallowRef<Opened>({ kind: 'none' })
  const sending = ref<readonly Sending[]>([])
  const table = useTable(sessionId, by, { channels: channels(), toHub: gesture => void hub.invoke('GestureAtDocument', { ...gesture }) })
  let serial = 0
  let keys = 0
  let looking = false
  let lookAgain = false
  let closed = false

  /** Asks for everything; of many hints at once the last answer counts. */
  async function look(): Promise<void> {
    if (looking) return void (lookAgain = true)
    looking = true
    do {
      lookAgain = false
      const reply = await hub.invoke('OpenDocuments', { sessionId })
      if (closed) return
      if (reply.value !== null) follow(reply.value)
    } while (lookAgain)
    looking = false
  }

  function follow(view: DocumentDeskView): void {
    desk.value = view
    const showing = view.showing
    if ((showing?.serial ?? 0) === serial) return
    serial = showing?.serial ?? 0
    put({ kind: 'none' })
    const document = view.documents.find(one => one.documentId === showing?.documentId)
    if (showing !== null && document !== undefined) void open(document, showing.serial)
  }

  function put(next: Opened): void {
    if (opened.value.kind === 'ready') opened.value.source.close()
    opened.value = next
  }

  async function open(document: DocumentView, of: number): Promise<void> {
    put({ kind: 'loading', document })
    table.begin(of)
    const next = await load(document)
    if (closed || of !== serial) return void (next.kind === 'ready' && next.source.close())
    put(next)
    // What the server hears is what the bytes here have, right or wrong.
    if (next.kind === 'ready') await tell('ConfirmDocument', { sessionId, serial: of, sha256: document.sha256 ?? '' })
  }

  async function tell<K extends keyof DocumentHubMethods>(method: K, request: DocumentHubMethods[K][0]): Promise<boolean> {
    const reply: Reply<Done | DocumentDeskView> = await hub.invoke(method, request)
    refusal.value = reply.refusal
    return reply.refusal === null
  }

  async function upload(file: Blob, { name, material, captured, askId }: NewFile): Promise<void> {
    const key = ++keys
    const change = (part: Partial<Sending>): void => void (sending.value = sending.value.map(one => (one.key === key ? { ...one, ...part } : one)))
    sending.value = [...sending.value, { key, name, share: 0, refusal: null }]
    const bytes = new Uint8Array(await file.arrayBuffer())
    const reply = await uploadBytes({ sessionId, name, material, captured, askId }, bytes, share => change({ share }))
    if (closed) return
    if (reply.refusal !== null) return change({ refusal: reply.refusal })
    await look()
    forget(key)
  }

  function forget(key: number): void {
    sending.value = sending.value.filter(one => one.key !== key)
  }

  const ends = [
    hub.onDocuments('DocumentsChanged', news => void (news.sessionId === sessionId && look())),
    hub.onDocuments('DocumentGesture', gesture => table.line.fromHub(gesture)),
    hub.onLink(link => void (link === 'online' && look())),
  ]
  onScopeDispose(() => {
    closed = true
    ends.forEach(end => end())
    table.close()
    put({ kind: 'none' })
  })

  return {
    sessionId, by, table, opened, sending, refusal, upload, forget,
    documents: computed(() => desk.value?.documents ?? []),
    asks: computed(() => desk.value?.asks ?? []),
    showing: computed(() => desk.value?.showing ?? null),
    /** Reads a document for this page alone. */
    load,
    show: (documentId: string) => tell('ShowDocument', { sessionId, documentId }),
    putAway: () => tell('CloseDocument', { sessionId, serial }),
    withdraw: (documentId: string) => tell('WithdrawDocument', { sessionId, documentId }),
    endAsk: (askId: string) => tell('EndAsk', { sessionId, askId }),
    refused: (no: Refusal | null) => void (refusal.value = no),
    clock: browserClock,
  }
}

/** The bytes by their hash, ready to be drawn. */
async function load(document: DocumentView): Promise<Opened> {
  const fetched = await fetchBytes(document)
  if (fetched.kind === 'differs') return { kind: 'differs', document }
  if (fetched.kind === 'refused') return { kind: 'failed', document, refusal: fetched.refusal }
  const source = await openSource(fetched.bytes, document.mediaType ?? '')
  return source === null ? { kind: 'failed', document, refusal: null } : { kind: 'ready', document, source }
}
