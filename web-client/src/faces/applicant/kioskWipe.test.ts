import { afterEach, expect, it, vi } from 'vitest'
import { computed, ref } from 'vue'
import type { Applicant } from './applicant'
import { wipeKiosk } from './kioskWipe'
import { Memory } from './memory'
import type { ViewKind } from './view'

afterEach(() => vi.unstubAllGlobals())

async function wipe(view: ViewKind) {
  const acts: string[] = []
  const closedTicket = ref<string | null>(null)
  const kept = new Map<string, string>([['virtualwindow.elderly', 'on']])
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key), clear: () => kept.clear() }
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    acts.push(`${init.method} ${path}`)
    return new Response('{}')
  })
  vi.stubGlobal('location', { pathname: '/applicant', replace: (address: string) => acts.push(address) })
  await wipeKiosk({
    view: computed(() => view), memory: new Memory(storage), query: { kiosk: true, siteId: 'suzhou', joinToken: null },
    closeMedia: () => acts.push('devices off'),
    session: { leave: async () => void acts.push('leave'), closeTicket: () => void (closedTicket.value = 't1'), closedTicket },
  } as unknown as Applicant)
  return { acts, kept }
}

it('gives the place back, drops the cookie and starts anew at the same hall', async () => {
  const { acts } = await wipe('waiting')
  expect(acts).toEqual(['devices off', 'leave', 'DELETE /api/join', '/applicant?kiosk=1&site=suzhou'])
})

it('remembers nothing but which receipt must not be shown again', async () => {
  const { acts, kept } = await wipe('finished')
  expect(acts).not.toContain('leave')
  expect([...kept]).toEqual([['virtualwindow.closed-ticket', 't1']])
})
