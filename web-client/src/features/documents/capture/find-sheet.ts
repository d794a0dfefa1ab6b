import { areaOf, isConvex, type Corners, type Pixels, type Point } from './geometry'

/** Wide enough to tell a sheet from its shadow, small enough to take a few milliseconds on a phone. */
const longSide = 320
const leastShare = 0.12
const leastFilled = 0.82
/** How much brighter than its ground a sheet is at least, on average. */
const leastContrast = 45

/**
 * Finds a bright sheet of paper on a darker ground: greys, a threshold between the two (Otsu 1979), the largest bright patch, its four outermost
 * points along the diagonals. A person corrects what it gets wrong, so it says nothing rather than something unlikely.
 * @returns the corners in the picture's own elements; null when no sheet stands out.
 */
export function findSheet(picture: Pixels): Corners | null {
  const scale = Math.max(1, Math.max(picture.width, picture.height) / longSide)
  const [width, height] = [Math.floor(picture.width / scale), Math.floor(picture.height / scale)]
  const grey = greys(picture, width, height, scale)
  const { limit, contrast } = threshold(grey)
  if (contrast < leastContrast) return null
  const patch = largestPatch(bright(grey, limit), width, height)
  const area = areaOf(patch.corners)
  if (!isConvex(patch.corners) || area < leastShare * width * height || patch.size < leastFilled * area) return null
  const grown = patch.corners.map(({ x, y }) => ({ x: Math.min(picture.width, (x + 0.5) * scale), y: Math.min(picture.height, (y + 0.5) * scale) }))
  return grown as unknown as Corners
}

/** Brightness of each small square, 0..255. */
function greys({ width: full, data }: Pixels, width: number, height: number, scale: number): Uint8Array {
  const grey = new Uint8Array(width * height)
  const step = Math.max(1, Math.floor(scale / 3))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let [sum, count] = [0, 0]
      for (let dy = 0; dy < scale; dy += step) {
        for (let dx = 0; dx < scale; dx += step) {
          const at = (Math.floor(y * scale + dy) * full + Math.floor(x * scale + dx)) * 4
          sum += 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0)
          count++
        }
      }
      grey[y * width + x] = sum / count
    }
  }
  return grey
}

/** The brightness that parts the picture into two groups with the largest variance between them. */
function threshold(grey: Uint8Array): { limit: number; contrast: number } {
  const counts = new Array<number>(256).fill(0)
  for (const value of grey) counts[value] = (counts[value] ?? 0) + 1
  const total = counts.reduce((sum, count, value) => sum + count * value, 0)
  let [limit, contrast, most, below, sumBelow] = [128, 0, -1, 0, 0]
  counts.forEach((count, value) => {
    below += count
    sumBelow += count * value
    const above = grey.length - below
    if (below === 0 || above === 0) return
    const apart = (total - sumBelow) / above - sumBelow / below
    if (below * above * apart ** 2 > most) [limit, contrast, most] = [value, apart, below * above * apart ** 2]
  })
  return { limit, contrast }
}

const bright = (grey: Uint8Array, limit: number): Uint8Array => grey.map(value => (value > limit ? 1 : 0))

interface Patch {
  readonly size: number
  readonly corners: Corners
}

/** The largest patch of bright squares that touch by their sides; writing on the sheet only makes holes in it. */
function largestPatch(mask: Uint8Array, width: number, height: number): Patch {
  let best: Patch = { size: 0, corners: [{ x: 0, y: 0 }, { x: 0, y: 0 }, { x: 0, y: 0 }, { x: 0, y: 0 }] }
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] !== 1) continue
    const patch = spread(mask, start, width, height)
    if (patch.size > best.size) best = patch
  }
  return best
}

function spread(mask: Uint8Array, start: number, width: number, height: number): Patch {
  const at = (index: number): Point => ({ x: index % width, y: Math.floor(index / width) })
  const corners = [at(start), at(start), at(start), at(start)]
  const outer = [(p: Point) => -p.x - p.y, (p: Point) => p.x - p.y, (p: Point) => p.x + p.y, (p: Point) => p.y - p.x]
  const open = [start]
  mask[start] = 2
  let size = 0
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    size++
    const point = at(index)
    outer.forEach((measure, corner) => {
      if (measure(point) > measure(corners[corner] ?? point)) corners[corner] = point
    })
    const neighbours = [point.x > 0 ? index - 1 : -1, point.x < width - 1 ? index + 1 : -1, point.y > 0 ? index - width : -1, point.y < height - 1 ? index + width : -1]
    for (const next of neighbours) {
      if (next < 0 || mask[next] !== 1) continue
      mask[next] = 2
      open.push(next)
    }
  }
  return { size, corners: corners as unknown as Corners }
}
