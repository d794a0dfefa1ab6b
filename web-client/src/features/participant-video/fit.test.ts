import { describe, expect, it } from 'vitest'
import { fitOf, modestCrop } from './fit'

describe('fitOf', () => {
  it.each([
    ['a 4:3 camera in a wide frame', 4 / 3, 1.43, 'cover'],
    ['a 16:9 camera at the desk', 16 / 9, 1.43, 'cover'],
    ['an upright phone at the desk: its head and feet would be lost', 9 / 16, 1.43, 'contain'],
    ['an A4 page on a document camera in a square frame', 210 / 297, 1.2, 'contain'],
    ['a picture not measured yet', Number.NaN, 1.43, 'cover'],
  ] as const)('%s', (_name, picture, frame, fit) => expect(fitOf(picture, frame, modestCrop)).toBe(fit))
})
