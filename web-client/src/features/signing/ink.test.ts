import { expect, it } from 'vitest'
import { fewestSamples, InkRecorder, mostSamples } from './ink'

it('keeps strokes with their times from the first touch', () => {
  const ink = new InkRecorder()
  ink.down(1, 2, 0.25, 1000)
  expect(ink.move(3.456, 4, 0.75, 1016)).toEqual([{ x: 1, y: 2, pressure: 0.25, milliseconds: 0 }, { x: 3.46, y: 4, pressure: 0.75, milliseconds: 16 }])
  ink.down(9, 9, 0, 1100)
  expect(ink.take()).toEqual([
    { samples: [{ x: 1, y: 2, pressure: 0.25, milliseconds: 0 }, { x: 3.46, y: 4, pressure: 0.75, milliseconds: 16 }] },
    { samples: [{ x: 9, y: 9, pressure: 0.5, milliseconds: 100 }] },
  ])
})

it('is a signature from a few samples on and never too long to send', () => {
  const ink = new InkRecorder()
  ink.down(0, 0, 0.5, 0)
  expect(ink.complete).toBe(false)
  for (let i = 1; i < fewestSamples; i++) ink.move(i, i, 0.5, i)
  expect(ink.complete).toBe(true)
  for (let i = 0; i < mostSamples; i++) ink.move(i, i, 0.5, i)
  expect(ink.count).toBe(mostSamples)
  expect(ink.lines()).toHaveLength(mostSamples)
  ink.clear()
  expect(ink.take()).toEqual([])
})
