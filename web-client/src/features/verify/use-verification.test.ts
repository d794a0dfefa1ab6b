import { expect, it } from 'vitest'
import type { Reply, VerificationView } from '@/signaling'
import { largestFile, useVerification } from './use-verification'

const report: VerificationView = { valid: true, sha256: 'ab', signatures: [], findings: [], known: null, dossier: null }
const file = (size = 3): File => Object.defineProperty(new File(['pdf'], '申请表.pdf'), 'size', { value: size })

it('shows the report of the file that was chosen', async () => {
  const { state, verify, again } = useVerification(async () => ({ value: report, refusal: null }))
  await verify(file())
  expect(state.value).toEqual({ kind: 'done', name: '申请表.pdf', report })
  again()
  expect(state.value.kind).toBe('waiting')
})

it('says no in words, and to a large file before it is sent', async () => {
  const refused: Reply<VerificationView> = { value: null, refusal: { code: 'too-often', message: '稍等', messageEn: 'Wait' } }
  let sent = 0
  const { state, verify } = useVerification(async () => { sent++; return refused })
  await verify(file())
  expect(state.value).toEqual({ kind: 'failed', refusal: refused.refusal })
  await verify(file(largestFile + 1))
  expect(state.value).toMatchObject({ kind: 'failed', refusal: { code: 'too-large' } })
  expect(sent).toBe(1)
})
