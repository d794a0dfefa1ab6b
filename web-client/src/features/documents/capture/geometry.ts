/** A point in a picture; what unit, says who uses it. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** Upper left, upper right, lower right, lower left of a sheet as it lies in the picture. */
export type Corners = readonly [Point, Point, Point, Point]

/** Picture elements as a canvas has them: four bytes each, red, green, blue, alpha. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray<ArrayBuffer>
}

export const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y)

/** Signed area by the shoelace formula; positive for corners in the order above with y downwards. */
export function areaOf(corners: readonly Point[]): number {
  return corners.reduce((sum, point, index) => {
    const next = corners[(index + 1) % corners.length] ?? point
    return sum + point.x * next.y - next.x * point.y
  }, 0) / 2
}

/** Corners a little inside a picture: the start when no sheet is found. */
export function inset(width: number, height: number, share = 0.06): Corners {
  const [x, y] = [width * share, height * share]
  return [{ x, y }, { x: width - x, y }, { x: width - x, y: height - y }, { x, y: height - y }]
}

/** Each turn at a corner goes the same way: a quadrilateral that a sheet can be. */
export function isConvex(corners: Corners): boolean {
  return corners.every((corner, index) => {
    const next = corners[(index + 1) % 4] ?? corner
    const after = corners[(index + 2) % 4] ?? corner
    return (next.x - corner.x) * (after.y - next.y) - (next.y - corner.y) * (after.x - next.x) > 0
  })
}
