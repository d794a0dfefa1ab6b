import { describe, expect, it } from 'vitest'
import { inMillimetres, nudged, onPage, within } from './page-spot'

const page = { width: 600, height: 800 }
const seal = { width: 100, height: 100 }

describe('a spot on a page', () => {
  it('lies on the drawn page where it will stand in the document', () => {
    expect(onPage({ x: 300, y: 200 }, seal, page)).toEqual({ left: '41.67%', top: '68.75%', width: '16.67%', height: '12.5%' })
  })

  it('stays on the page', () => {
    expect(within({ x: -5, y: 900 }, seal, page)).toEqual({ x: 50, y: 750 })
    expect(within({ x: 300.4, y: 200.6 }, seal, page)).toEqual({ x: 300, y: 201 })
    expect(within({ x: 10, y: 10 }, seal, { width: 60, height: 60 })).toEqual({ x: 50, y: 50 })
  })

  it('moves by a millimetre with an arrow, by ten with Shift, and by no other key', () => {
    expect(inMillimetres({ x: 283.46, y: 141.73 })).toEqual({ left: 100, bottom: 50 })
    expect(inMillimetres(nudged({ x: 283.46, y: 141.73 }, 'ArrowUp', false) ?? { x: 0, y: 0 })).toEqual({ left: 100, bottom: 51 })
    expect(inMillimetres(nudged({ x: 283.46, y: 141.73 }, 'ArrowLeft', true) ?? { x: 0, y: 0 })).toEqual({ left: 90, bottom: 50 })
    expect(nudged({ x: 1, y: 1 }, 'Enter', false)).toBeNull()
  })
})
