import type { PaperView, StampPaper } from '@/signaling'

/** To the right of the signature, where the form leaves room for it. */
const beside = 215

/** Where the seal goes unless the clerk moves it. */
export const usualSpot = ({ documentId, sha256, signaturePage, signatureX, signatureY }: PaperView): StampPaper =>
  ({ documentId, sha256, page: signaturePage, x: signatureX + beside, y: signatureY })

const percent = (share: number): string => `${Math.round(share * 1e4) / 100}%`

/** The seal as it lies on a drawn page. @param size Of the seal, in points. @param page In points. */
export function sealOnPage({ x, y }: { x: number; y: number }, size: number, page: { width: number; height: number }): Record<'left' | 'top' | 'width', string> {
  return { left: percent((x - size / 2) / page.width), top: percent(1 - (y + size / 2) / page.height), width: percent(size / page.width) }
}
