import type { InkSample, InkStroke } from '@/signaling'

/** Fewer samples than this are a slip of the finger (the server says the same). */
export const fewestSamples = 8
export const mostSamples = 6_000

/** Samples of one signature, from pen down to pen up each; a plain class, so that it can be tested without a canvas. */
export class InkRecorder {
  private readonly strokes: InkSample[][] = []
  private startedAt: number | null = null

  get count(): number {
    return this.strokes.reduce((sum, stroke) => sum + stroke.length, 0)
  }

  get complete(): boolean {
    return this.count >= fewestSamples
  }

  down(x: number, y: number, pressure: number, now: number): void {
    this.startedAt ??= now
    this.strokes.push([])
    this.move(x, y, pressure, now)
  }

  /** @returns the two last samples of the stroke, to be drawn; null when there is nothing to draw. */
  move(x: number, y: number, pressure: number, now: number): readonly [InkSample, InkSample] | null {
    const stroke = this.strokes.at(-1)
    if (stroke === undefined || this.count >= mostSamples) return null
    // A finger or mouse tells no pressure, or 0.
    const sample = { x: round(x), y: round(y), pressure: pressure > 0 && pressure <= 1 ? round(pressure) : 0.5, milliseconds: Math.round(now - (this.startedAt ?? now)) }
    const before = stroke.at(-1) ?? sample
    stroke.push(sample)
    return [before, sample]
  }

  /** All that is written, as lines from sample to sample. */
  lines(): (readonly [InkSample, InkSample])[] {
    return this.strokes.flatMap(stroke => stroke.map((sample, index) => [stroke[index - 1] ?? sample, sample] as const))
  }

  clear(): void {
    this.strokes.length = 0
    this.startedAt = null
  }

  take(): InkStroke[] {
    return this.strokes.filter(stroke => stroke.length > 0).map(samples => ({ samples: [...samples] }))
  }
}

const round = (value: number): number => Math.round(value * 100) / 100
