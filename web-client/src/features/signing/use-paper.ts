import { onScopeDispose, shallowRef } from 'vue'
import { fetchBytes, openSource, type PageSource } from '@/features/documents'
import { noAnswer, type PaperView, type Refusal } from '@/signaling'

export type OpenPaper =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly source: PageSource }
  | { readonly kind: 'failed'; readonly refusal: Refusal }

const differs: Refusal = { code: 'other-bytes', message: '收到的文件与大厅登记的指纹不符，请重新打开。', messageEn: 'The file that arrived has another fingerprint than the hall says. Open it again.' }

/** The pages of one paper as it is now: its very bytes, believed only by their hash. */
export const usePaper = (paper: PaperView) => useBytes({ documentId: paper.currentId, bytes: paper.bytes, sha256: paper.sha256 })

/** The pages of one PDF, believed only by its hash. */
export function useBytes(document: { documentId: string; bytes: number; sha256: string }) {
  const state = shallowRef<OpenPaper>({ kind: 'opening' })
  let closed = false

  async function open(): Promise<void> {
    state.value = { kind: 'opening' }
    const fetched = await fetchBytes(document)
    const source = fetched.kind === 'bytes' ? await openSource(fetched.bytes, 'application/pdf') : null
    if (closed) return source?.close()
    state.value = source !== null ? { kind: 'open', source }
      : { kind: 'failed', refusal: fetched.kind === 'refused' ? fetched.refusal : fetched.kind === 'differs' ? differs : noAnswer().refusal }
  }

  onScopeDispose(() => {
    closed = true
    if (state.value.kind === 'open') state.value.source.close()
  })
  return { state, open }
}

/** "3f9c 21ab": enough for two people to compare by voice. */
export const shortHash = (sha256: string): string => `${sha256.slice(0, 4)} ${sha256.slice(4, 8)}`.toUpperCase()
