import { latest } from '@/features/documents'
import type { DeskHub, DocumentView, IdentityMethod, SignPaper, StampPaper } from '@/signaling'
import { useSigning } from './use-signing'

export type DeskSigning = ReturnType<typeof useDeskSigning>

/** The clerk's steps of the script. */
export function useDeskSigning(hub: DeskHub, sessionId: string) {
  const signing = useSigning(hub, sessionId)
  return {
    ...signing,
    confirmIdentity: (method: IdentityMethod) => signing.ask(hub.invoke('ConfirmIdentity', { sessionId, method })),
    /** @param papers None: the application form, made anew. */
    requestSign: (papers: readonly SignPaper[]) => signing.ask(hub.invoke('RequestSign', { sessionId, papers })),
    /** What was brought and can be signed: PDFs and pictures that are shown, unless they are on their way already. */
    async signable(): Promise<readonly DocumentView[]> {
      const reply = await hub.invoke('OpenDocuments', { sessionId })
      const asked = new Set(signing.papers.value.flatMap(paper => [paper.documentId, paper.currentId]))
      return latest(reply.value?.documents ?? []).filter(one => one.stage === 'shown' && one.sha256 !== null && !asked.has(one.documentId) && one.source !== 'generated')
    },
    stamp: (sealId: string, papers: readonly StampPaper[], acrossPages: boolean, code: string) => signing.ask(hub.invoke('StampDocuments', { sessionId, sealId, papers, acrossPages, code })),
  }
}
