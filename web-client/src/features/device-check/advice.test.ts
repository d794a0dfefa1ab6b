import { expect, it } from 'vitest'
import { adviceFor, browserKind } from './advice'

it('names the buttons of the browser in hand', () => {
  const wechat = browserKind('Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0', false)
  expect(wechat).toBe('wechat')
  expect(adviceFor('unsupported', wechat)).toBe('advice.unsupported.wechat')
  expect(adviceFor('denied', browserKind('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0)', false))).toBe('advice.denied.ios')
  expect(adviceFor('denied', browserKind('Mozilla/5.0 (Linux; Android 14) Chrome/156', false))).toBe('advice.denied.android')
  expect(adviceFor('denied', browserKind('Mozilla/5.0 (X11; Linux x86_64) Chrome/156', false))).toBe('advice.denied.desktop')
  expect(adviceFor('no-device', browserKind('Mozilla/5.0 (X11; Linux x86_64) Chrome/156', true))).toBe('advice.noDevice.kiosk')
})
