import { shallowRef } from 'vue'
import { request, type Done, type InkStroke, type PadRequest, type PadView, type Refusal, type Reply, type SignOnPadRequest } from '@/signaling'

export type PadPageState =
  | { readonly kind: 'looking' }
  | { readonly kind: 'ready'; readonly paper: PadView; readonly busy: boolean; readonly refusal: Refusal | null }
  | { readonly kind: 'signed' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

export interface PadPort {
  look(body: PadRequest): Promise<Reply<PadView>>
  sign(body: SignOnPadRequest): Promise<Reply<Done>>
}

const port: PadPort = {
  look: body => request('POST', '/api/pad', body),
  sign: body => request('POST', '/api/pad/signature', body),
}

/** What cannot be mended on the phone: the picture, the paper or the session is over. The rest may be tried again. */
const isFinal = ({ code }: Refusal): boolean => code !== 'unavailable' && code !== 'too-often' && code !== 'bad-input'

/** The phone's side: one paper, one signature. @param token From the fragment of the page's address. */
export function usePadPage(token: string, { look, sign }: PadPort = port) {
  const state = shallowRef<PadPageState>({ kind: 'looking' })

  async function open(): Promise<void> {
    state.value = { kind: 'looking' }
    const reply = await look({ token })
    state.value = reply.value === null ? { kind: 'refused', refusal: reply.refusal } : { kind: 'ready', paper: reply.value, busy: false, refusal: null }
  }

  async function finish(strokes: InkStroke[]): Promise<void> {
    if (state.value.kind !== 'ready' || state.value.busy) return
    const ready = state.value
    state.value = { ...ready, busy: true, refusal: null }
    const { refusal } = await sign({ token, strokes })
    state.value = refusal === null ? { kind: 'signed' } : isFinal(refusal) ? { kind: 'refused', refusal } : { ...ready, refusal }
  }

  return { state, open, finish }
}
