import type { DocumentView } from '@/signaling'

/** The newest version of each document; what was taken back is left out. */
export function latest(documents: readonly DocumentView[]): readonly DocumentView[] {
  const replaced = new Set(documents.map(one => one.replaces))
  return documents.filter(one => one.stage !== 'withdrawn' && !replaced.has(one.documentId))
}
