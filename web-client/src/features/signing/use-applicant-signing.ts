import type { ApplicantHub, InkStroke, PaperView } from '@/signaling'
import { useSigning } from './use-signing'

export type ApplicantSigning = ReturnType<typeof useApplicantSigning>

/** What only the applicant decides. */
export function useApplicantSigning(hub: ApplicantHub, sessionId: string) {
  const signing = useSigning(hub, sessionId)
  return {
    ...signing,
    answer: (agreed: boolean) => signing.ask(hub.invoke('AnswerSigning', { sessionId, agreed })),
    read: ({ documentId, sha256 }: PaperView) => signing.ask(hub.invoke('ReportRead', { sessionId, documentId, sha256 })),
    sign: ({ documentId, sha256 }: PaperView, strokes: InkStroke[]) => signing.ask(hub.invoke('SignDocument', { sessionId, documentId, sha256, strokes })),
    /** Lets a phone sign this paper; its picture counts for a few minutes and once. */
    openPad: ({ documentId, sha256 }: PaperView) => hub.invoke('OpenPad', { sessionId, documentId, sha256 }),
  }
}
