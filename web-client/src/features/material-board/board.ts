import type { MaterialView, SessionOutcome } from '@/signaling'

/** Why a sitting cannot end with an outcome; the server asks the same (`MaterialBoard.Against`). */
export type Against = 'unchecked' | 'nothing' | 'rejected'

const count = (materials: readonly MaterialView[], verdict: MaterialView['verdict']): number => materials.filter(row => row.verdict === verdict).length

export interface BoardSum {
  readonly checked: number
  readonly rejected: number
  readonly all: number
}

export function sumOf(materials: readonly MaterialView[]): BoardSum {
  return { checked: materials.length - count(materials, 'unchecked'), rejected: count(materials, 'rejected'), all: materials.length }
}

/** A notice is complete or it is none (一次性告知); what was rejected cannot be accepted. */
export function against(outcome: SessionOutcome, materials: readonly MaterialView[]): Against | null {
  const { checked, rejected, all } = sumOf(materials)
  if (outcome === 'supplementNeeded') return checked < all ? 'unchecked' : rejected === 0 ? 'nothing' : null
  return outcome === 'accepted' && rejected > 0 ? 'rejected' : null
}
