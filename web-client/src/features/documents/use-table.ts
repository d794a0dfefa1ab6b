import { ref, shallowRef } from 'vue'
import { browserClock, type Clock } from '@/call-engine'
import type { DocumentGesture, DocumentGestureKind } from '@/signaling'
import { GestureLine, type Gesture, type GestureWays } from './gesture-line'

/** One line of ink: x and y by turns, 0..1 of the page. */
export interface Stroke {
  readonly page: number
  readonly points: readonly number[]
  readonly mine: boolean
}

/** What is looked at: page, its middle, and how much of it (1 = the page's width fills the view). */
export interface TableView {
  readonly page: number
  readonly x: number
  readonly y: number
  readonly zoom: number
}

const start: TableView = { page: 1, x: 0.5, y: 0, zoom: 1 }
const pointLastsMilliseconds = 3_000
const pointEveryMilliseconds = 50
const viewEveryMilliseconds = 200
const mostNumbers = 400
const smallestZoom = 0.5
const largestZoom = 4

export type Table = ReturnType<typeof useTable>

/** The table on which the document lies before both: what each looks at, points at and draws. The applicant follows the clerk until told otherwise. */
export function useTable(sessionId: string, by: 'applicant' | 'clerk', ways: GestureWays, clock: Clock = browserClock) {
  const view = shallowRef<TableView>(start)
  /** Grows when the other side moved the view, so that the page scrolls there. */
  const moved = ref(0)
  const follow = ref(by === 'applicant')
  const ink = shallowRef<readonly Stroke[]>([])
  const point = shallowRef<{ page: number; x: number; y: number } | null>(null)
  let serial = 0
  let other: TableView | null = null
  let forgetPoint = (): void => {}
  let pointedAt = Number.NEGATIVE_INFINITY
  let toldAt = Number.NEGATIVE_INFINITY
  let tellLater = (): void => {}

  const take: Readonly<Record<DocumentGestureKind, (gesture: DocumentGesture) => void>> = {
    hello: () => {
      ink.value = ink.value.filter(stroke => stroke.mine) // the other page has none of its strokes any more
      tellView()
      ink.value.filter(stroke => stroke.mine).forEach(stroke => send('ink', { page: stroke.page, points: stroke.points }))
    },
    view: ({ page, x, y, zoom }) => {
      other = { page, x, y, zoom }
      if (follow.value) goTo(other)
    },
    point: ({ page, x, y }) => {
      forgetPoint()
      point.value = { page, x, y }
      forgetPoint = clock.after(pointLastsMilliseconds, () => void (point.value = null))
    },
    ink: ({ page, points }) => void (ink.value = [...ink.value, { page, points: points ?? [], mine: false }]),
    wipe: () => void (ink.value = ink.value.filter(stroke => stroke.mine)),
  }
  const line = new GestureLine(sessionId, by, ways, {
    take: gesture => void (gesture.serial === serial && take[gesture.kind](gesture)),
    view: () => (serial === 0 ? null : gestureOf('view')),
  }, clock)

  function gestureOf(kind: DocumentGestureKind, part: Partial<TableView> & { points?: readonly number[] } = {}): Gesture {
    const { page, x, y, zoom } = { ...view.value, ...part }
    return { serial, kind, page, x: share(x), y: share(y), zoom, points: part.points ?? null }
  }

  function send(kind: DocumentGestureKind, part: Partial<TableView> & { points?: readonly number[] } = {}): void {
    if (serial !== 0) line.send(gestureOf(kind, part))
  }

  function goTo(next: TableView): void {
    view.value = next
    moved.value++
  }

  function tellView(): void {
    tellLater()
    toldAt = clock.now()
    send('view')
  }

  return {
    line, view, moved, follow, ink, point,
    /** Another document lies here now. */
    begin(of: number): void {
      serial = of
      view.value = start
      ink.value = []
      point.value = null
      other = null
      send('hello')
    },
    /** This page scrolled, turned or zoomed. */
    look(part: Partial<TableView>): void {
      const next = { ...view.value, ...part }
      view.value = { ...next, zoom: Math.min(largestZoom, Math.max(smallestZoom, next.zoom)) }
      tellLater()
      tellLater = clock.after(Math.max(0, toldAt + viewEveryMilliseconds - clock.now()), tellView)
    },
    setFollow(on: boolean): void {
      follow.value = on
      if (on && other !== null) goTo(other)
    },
    pointAt(page: number, x: number, y: number): void {
      if (clock.now() - pointedAt < pointEveryMilliseconds) return
      pointedAt = clock.now()
      send('point', { page, x, y })
    },
    draw(page: number, points: readonly number[]): void {
      const kept = thin(points)
      ink.value = [...ink.value, { page, points: kept, mine: true }]
      send('ink', { page, points: kept })
    },
    wipe(): void {
      ink.value = ink.value.filter(stroke => !stroke.mine)
      send('wipe')
    },
    close(): void {
      forgetPoint()
      tellLater()
      line.close()
    },
  }
}

const share = (value: number): number => Math.min(1, Math.max(0, value))

/** Leaves points out until a stroke fits into one message; its ends stay. */
export function thin(points: readonly number[]): readonly number[] {
  const count = points.length / 2
  const most = mostNumbers / 2
  if (count <= most) return points.map(share)
  return Array.from({ length: most }, (_, index) => Math.round(index * (count - 1) / (most - 1))).flatMap(at => [share(points[at * 2] ?? 0), share(points[at * 2 + 1] ?? 0)])
}
