import type { DeskHub, IdentityMethod, StampPaper } from '@/signaling'
import { useSigning } from './use-signing'

export type DeskSigning = ReturnType<typeof useDeskSigning>

/** The clerk's steps of the script. */
export function useDeskSigning(hub: DeskHub, sessionId: string) {
  const signing = useSigning(hub, sessionId)
  return {
    ...signing,
    confirmIdentity: (method: IdentityMethod) => signing.ask(hub.invoke('ConfirmIdentity', { sessionId, method })),
    requestSign: (documentIds: readonly string[]) => signing.ask(hub.invoke('RequestSign', { sessionId, documentIds })),
    stamp: (sealId: string, papers: readonly StampPaper[], acrossPages: boolean, code: string) => signing.ask(hub.invoke('StampDocuments', { sessionId, sealId, papers, acrossPages, code })),
  }
}
