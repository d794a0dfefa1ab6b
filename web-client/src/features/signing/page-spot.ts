import type { PageSize } from '@/features/documents'
import type { PaperView, StampPaper } from '@/signaling'

/** The middle of something on a page, in points from its lower left corner. */
export interface Spot {
  readonly x: number
  readonly y: number
}

/** To the right of the signature, where the form leaves room for it. */
const beside = 215
const millimetre = 72 / 25.4
const mostMillimetres = 10

/** Where the seal goes unless the clerk moves it. */
export const usualSpot = ({ documentId, sha256, signaturePage, signatureX, signatureY }: PaperView): StampPaper =>
  ({ documentId, sha256, page: signaturePage, x: signatureX + beside, y: signatureY })

/** The box that a signature fills at most, in points. */
export const signatureBox: PageSize = { width: 120, height: 60 }

const percent = (share: number): string => `${Math.round(share * 1e4) / 100}%`

/** Something as it lies on a drawn page. @param size Of it, in points. @param page In points. */
export function onPage({ x, y }: Spot, size: PageSize, page: PageSize): Record<'left' | 'top' | 'width' | 'height', string> {
  return {
    left: percent((x - size.width / 2) / page.width), top: percent(1 - (y + size.height / 2) / page.height),
    width: percent(size.width / page.width), height: percent(size.height / page.height),
  }
}

/** The nearest spot at which all of it lies on the page, in whole points. */
export function within({ x, y }: Spot, size: PageSize, page: PageSize): Spot {
  const clamp = (value: number, half: number, whole: number): number => Math.round(Math.min(Math.max(value, half), Math.max(half, whole - half)))
  return { x: clamp(x, size.width / 2, page.width), y: clamp(y, size.height / 2, page.height) }
}

const ways: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }

/** Where an arrow key moves it: a millimetre, or ten with Shift. @returns null for another key. */
export function nudged(spot: Spot, key: string, far: boolean): Spot | null {
  const way = ways[key]
  const step = millimetre * (far ? mostMillimetres : 1)
  return way === undefined ? null : { x: spot.x + way[0] * step, y: spot.y + way[1] * step }
}

/** As people measure it: from the left and the lower edge, in millimetres. */
export const inMillimetres = ({ x, y }: Spot): { left: number; bottom: number } => ({ left: Math.round(x / millimetre), bottom: Math.round(y / millimetre) })
