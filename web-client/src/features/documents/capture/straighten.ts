import { distance, type Corners, type Pixels, type Point } from './geometry'

/** A4 at 200 dots an inch: what can be read on paper can be read here; more only costs the line. */
const longestSide = 2_339
const mostElements = 1_654 * 2_339

/** How large the sheet is drawn: as long as its longer edges are in the picture, and no larger than A4 at 200 dpi. */
export function sizeOf([upperLeft, upperRight, lowerRight, lowerLeft]: Corners): { width: number; height: number } {
  const width = Math.max(distance(upperLeft, upperRight), distance(lowerLeft, lowerRight))
  const height = Math.max(distance(upperLeft, lowerLeft), distance(upperRight, lowerRight))
  const scale = Math.min(1, longestSide / Math.max(width, height), Math.sqrt(mostElements / (width * height)))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/**
 * The projective map that takes the unit square to a quadrilateral (Heckbert 1989, "Fundamentals of Texture Mapping", §2.2.2), as
 * a function of u, v in 0..1.
 */
export function projection([p0, p1, p2, p3]: Corners): (u: number, v: number) => Point {
  const [dx1, dx2, dx3] = [p1.x - p2.x, p3.x - p2.x, p0.x - p1.x + p2.x - p3.x]
  const [dy1, dy2, dy3] = [p1.y - p2.y, p3.y - p2.y, p0.y - p1.y + p2.y - p3.y]
  const determinant = dx1 * dy2 - dx2 * dy1
  const g = (dx3 * dy2 - dx2 * dy3) / determinant
  const h = (dx1 * dy3 - dx3 * dy1) / determinant
  const [a, b] = [p1.x - p0.x + g * p1.x, p3.x - p0.x + h * p3.x]
  const [d, e] = [p1.y - p0.y + g * p1.y, p3.y - p0.y + h * p3.y]
  return (u, v) => {
    const w = g * u + h * v + 1
    return { x: (a * u + b * v + p0.x) / w, y: (d * u + e * v + p0.y) / w }
  }
}

/** Draws the sheet as if one looked at it from straight above; between the picture's elements by the four around. */
export function straighten(picture: Pixels, corners: Corners): Pixels {
  const { width, height } = sizeOf(corners)
  const target = new Uint8ClampedArray(width * height * 4)
  const at = projection(corners)
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 4) {
      const from = at((x + 0.5) / width, (y + 0.5) / height)
      blend(picture, from.x - 0.5, from.y - 0.5, target, to)
    }
  }
  return { width, height, data: target }
}

function blend({ width, height, data }: Pixels, x: number, y: number, target: Uint8ClampedArray, to: number): void {
  const left = Math.min(width - 1, Math.max(0, Math.floor(x)))
  const top = Math.min(height - 1, Math.max(0, Math.floor(y)))
  const right = Math.min(width - 1, left + 1)
  const bottom = Math.min(height - 1, top + 1)
  const fx = Math.min(1, Math.max(0, x - left))
  const fy = Math.min(1, Math.max(0, y - top))
  const [a, b, c, d] = [(top * width + left) * 4, (top * width + right) * 4, (bottom * width + left) * 4, (bottom * width + right) * 4]
  for (let channel = 0; channel < 3; channel++) {
    const upper = (data[a + channel] ?? 0) * (1 - fx) + (data[b + channel] ?? 0) * fx
    const lower = (data[c + channel] ?? 0) * (1 - fx) + (data[d + channel] ?? 0) * fx
    target[to + channel] = upper * (1 - fy) + lower * fy
  }
  target[to + 3] = 255
}
