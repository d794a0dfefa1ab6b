import { expect, it } from 'vitest'
import { placeIn } from './useJourney'

it('restores a step after a reload', () => {
  const place = { step: 'guide', side: null, regionCode: '411525', itemCode: 'GA-01' } as const
  expect(placeIn({ place })).toEqual(place)
})

it('never restores a step whose choices are missing', () => {
  expect(placeIn(null).step).toBe('regions')
  expect(placeIn({ place: { step: 'gone' } }).step).toBe('regions')
  expect(placeIn({ place: { step: 'devices', regionCode: null, itemCode: 'GA-01' } }).step).toBe('regions')
  expect(placeIn({ place: { step: 'devices', regionCode: '411525' } }).step).toBe('items')
})
