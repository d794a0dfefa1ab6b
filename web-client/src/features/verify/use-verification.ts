import { ref, type Ref } from 'vue'
import { disconnected, uploadForReport, type Refusal, type VerificationView } from '@/signaling'

export type VerificationState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'working' }
  | { readonly kind: 'failed'; readonly refusal: Refusal }
  | { readonly kind: 'done'; readonly name: string; readonly report: VerificationView }

/** Largest file that the server reads, in bytes; said here before an upload of minutes. */
export const largestFile = 32 * 1024 * 1024

const tooLarge: Refusal = { code: 'too-large', message: '文件超过 32 MB，无法核验。', messageEn: 'The file is larger than 32 MB and cannot be verified.' }

/** One file after the other: chosen, sent, reported. */
export function useVerification(send = uploadForReport): {
  state: Ref<VerificationState>
  verify: (file: File) => Promise<void>
  again: () => void
} {
  const state = ref<VerificationState>({ kind: 'waiting' })

  async function verify(file: File): Promise<void> {
    if (file.size > largestFile) return void (state.value = { kind: 'failed', refusal: tooLarge })
    state.value = { kind: 'working' }
    const reply = await send(file).catch(disconnected)
    state.value = reply.value === null ? { kind: 'failed', refusal: reply.refusal } : { kind: 'done', name: file.name, report: reply.value }
  }

  return { state, verify, again: () => void (state.value = { kind: 'waiting' }) }
}
