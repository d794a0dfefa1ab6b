import { findSheet } from './find-sheet'
import type { Corners, Pixels } from './geometry'
import { straighten } from './straighten'

/** One question each; the answer carries its number. */
export type SheetQuestion = { readonly id: number } & ({ readonly kind: 'find'; readonly picture: Pixels } | { readonly kind: 'straighten'; readonly picture: Pixels; readonly corners: Corners })
export type SheetAnswer = { readonly id: number } & ({ readonly kind: 'found'; readonly corners: Corners | null } | { readonly kind: 'straight'; readonly picture: Pixels })

self.onmessage = ({ data: question }: MessageEvent<SheetQuestion>) => {
  if (question.kind === 'find') return answer({ id: question.id, kind: 'found', corners: findSheet(question.picture) })
  const picture = straighten(question.picture, question.corners)
  answer({ id: question.id, kind: 'straight', picture }, [picture.data.buffer])
}

function answer(message: SheetAnswer, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer })
}
