import { describe, expect, it } from 'vitest'
import { findSheet } from './find-sheet'
import { areaOf, distance, inset, isConvex, type Corners, type Pixels, type Point } from './geometry'
import { projection, sizeOf, straighten } from './straighten'

/** Inside of the quadrilateral by the sign of each edge. */
const inside = (corners: Corners, { x, y }: Point): boolean => corners.every((one, index) => {
  const next = corners[(index + 1) % 4] ?? one
  return (next.x - one.x) * (y - one.y) - (next.y - one.y) * (x - one.x) >= 0
})

/** A sheet on a dark table, lit unevenly, with lines of writing; its upper left part is red. */
function photo(width: number, height: number, corners: Corners | null): Pixels {
  const data = new Uint8ClampedArray(width * height * 4)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const on = corners !== null && inside(corners, { x, y })
      const light = on ? 190 + 50 * x / width - (y % 23 < 3 && x % 61 < 40 ? 120 : 0) : 40 + 30 * y / height
      data.set([light, light, light, 255], (y * width + x) * 4)
    }
  }
  return { width, height, data }
}

const turned: Corners = [{ x: 210, y: 120 }, { x: 980, y: 190 }, { x: 930, y: 760 }, { x: 150, y: 680 }]

describe('finding the sheet', () => {
  it('finds the corners of a sheet that lies askew', () => {
    const found = findSheet(photo(1_200, 900, turned))
    expect(found).not.toBeNull()
    turned.forEach((corner, index) => expect(distance(corner, found?.[index] ?? { x: 0, y: 0 })).toBeLessThan(16))
  })

  it('says nothing where no sheet stands out', () => {
    expect(findSheet(photo(1_200, 900, null))).toBeNull()
    expect(findSheet(photo(1_200, 900, [{ x: 10, y: 10 }, { x: 90, y: 12 }, { x: 88, y: 80 }, { x: 12, y: 78 }]))).toBeNull() // far too small
  })
})

describe('straightening', () => {
  it('maps the corners of the page onto those of the sheet', () => {
    const at = projection(turned)
    const mapped = [at(0, 0), at(1, 0), at(1, 1), at(0, 1)]
    mapped.forEach((point, index) => expect(distance(point, turned[index] ?? point)).toBeLessThan(1e-9))
  })

  it('draws straight lines of the sheet straight', () => {
    // A photo made by the same map: the value at a place of the sheet is its own u.
    const at = projection(turned)
    const picture = photo(1_200, 900, null)
    for (let v = 0; v <= 1; v += 1 / 2_000) {
      for (let u = 0; u <= 1; u += 1 / 2_000) {
        const { x, y } = at(u, v)
        picture.data.set([u * 255, v * 255, 0, 255], (Math.round(y) * picture.width + Math.round(x)) * 4)
      }
    }
    const straight = straighten(picture, turned)
    for (const [u, v] of [[0.1, 0.1], [0.5, 0.5], [0.9, 0.2], [0.3, 0.8]] as const) {
      const to = (Math.floor(v * straight.height) * straight.width + Math.floor(u * straight.width)) * 4
      expect(Math.abs((straight.data[to] ?? 0) - u * 255)).toBeLessThan(4)
      expect(Math.abs((straight.data[to + 1] ?? 0) - v * 255)).toBeLessThan(4)
    }
  })

  it('keeps the shape of the sheet and never draws more than A4 at 200 dpi', () => {
    const { width, height } = sizeOf(turned)
    expect(width / height).toBeCloseTo(1.36, 1)
    const large = sizeOf(inset(4_000, 3_000, 0))
    expect(large.width * large.height).toBeLessThanOrEqual(1_654 * 2_339)
  })

  it('knows which corners a sheet can have', () => {
    expect(isConvex(turned)).toBe(true)
    expect(isConvex([turned[0], turned[2], turned[1], turned[3]])).toBe(false)
    expect(areaOf(inset(100, 100, 0))).toBe(10_000)
  })
})
