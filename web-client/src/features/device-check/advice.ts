import type { MediaFailure } from '@/call-engine'

/** The browser in hand, as far as the words of the advice differ. */
export type BrowserKind = 'wechat' | 'ios' | 'android' | 'kiosk' | 'desktop'

export type AdviceKey =
  | 'advice.denied.ios' | 'advice.denied.android' | 'advice.denied.desktop' | 'advice.denied.wechat' | 'advice.denied.kiosk'
  | 'advice.noDevice' | 'advice.noDevice.kiosk' | 'advice.inUse' | 'advice.inUse.kiosk' | 'advice.insecure'
  | 'advice.unsupported' | 'advice.unsupported.wechat' | 'advice.unknown'

/**
 * Which buttons the words name. What the browser can do is always found out by trying; only the names of its menus need
 * the name of the browser.
 */
export function browserKind(userAgent: string, kiosk: boolean): BrowserKind {
  if (kiosk) return 'kiosk'
  if (/MicroMessenger/i.test(userAgent)) return 'wechat'
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'ios'
  return /Android/.test(userAgent) ? 'android' : 'desktop'
}

/** What to press now, for this failure in this browser. */
export function adviceFor(failure: MediaFailure, browser: BrowserKind): AdviceKey {
  switch (failure) {
    case 'denied': return `advice.denied.${browser}`
    case 'no-device': return browser === 'kiosk' ? 'advice.noDevice.kiosk' : 'advice.noDevice'
    case 'in-use': return browser === 'kiosk' ? 'advice.inUse.kiosk' : 'advice.inUse'
    case 'insecure': return 'advice.insecure'
    case 'unsupported': return browser === 'wechat' ? 'advice.unsupported.wechat' : 'advice.unsupported'
    case 'unknown': return 'advice.unknown'
  }
}
