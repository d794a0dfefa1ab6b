import { expect, it } from 'vitest'
import { sealOnPage } from './seal-spot'

it('lies on the drawn page where it will stand in the document', () => {
  expect(sealOnPage({ x: 300, y: 200 }, 100, { width: 600, height: 800 })).toEqual({ left: '41.67%', top: '68.75%', width: '16.67%' })
})
