import { describe, expect, it } from 'vitest'
import type { MaterialView } from '@/signaling'
import { against, sumOf } from './board'

const rows = (verdicts: string): MaterialView[] => [...verdicts].map((one, index) => ({
  serial: index + 1, name: `材料${index + 1}`, revision: 1, reason: one === 'x' ? '不清' : null,
  verdict: one === 'x' ? 'rejected' : one === 'v' ? 'accepted' : one === '-' ? 'notNeeded' : 'unchecked',
}))

describe('the material board', () => {
  it('counts what is checked', () => expect(sumOf(rows('xv-?'))).toEqual({ checked: 3, rejected: 1, all: 4 }))

  it.each([
    ['??', 'supplementNeeded', 'unchecked'], ['xv?', 'supplementNeeded', 'unchecked'], ['vv', 'supplementNeeded', 'nothing'],
    ['xv-', 'supplementNeeded', null], ['xv', 'accepted', 'rejected'], ['v?', 'accepted', null], ['x?', 'refused', null],
  ] as const)('%s against %s: %s', (verdicts, outcome, expected) => expect(against(outcome, rows(verdicts))).toBe(expected))
})
