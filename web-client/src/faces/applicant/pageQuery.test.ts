import { expect, it } from 'vitest'
import { readQuery } from './pageQuery'

it('reads kiosk, site and join link', () => {
  expect(readQuery('?kiosk=1&site=suzhou')).toEqual({ kiosk: true, siteId: 'suzhou', joinToken: null })
  expect(readQuery('?ticket=abc_123')).toEqual({ kiosk: false, siteId: null, joinToken: 'abc_123' })
})

it('takes no nonsense for a site', () => {
  expect(readQuery('?site=../x&kiosk=yes')).toEqual({ kiosk: false, siteId: null, joinToken: null })
})
