import { afterEach, expect, it, vi } from 'vitest'
import { saveNotice } from './save-notice'

const notice = { noticeId: 'a1', title: '受理通知书', number: 'GS-20261123-0001-02', issuedAt: '2026-11-23T02:00:00Z', sealed: true, bytes: 3 }
const key = { caseNumber: 'GS-20261123-0001', queryPassword: 'K7MX2RQP' }

afterEach(() => vi.unstubAllGlobals())

it('asks with number and password in the body and saves under the notice’s own name', async () => {
  const fetched = vi.fn<typeof fetch>(() => Promise.resolve(new Response('pdf')))
  vi.stubGlobal('fetch', fetched)
  const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    expect(this.download).toBe('受理通知书-GS-20261123-0001-02.pdf')
  })

  expect(await saveNotice(notice, key)).toBeNull()

  expect(clicked).toHaveBeenCalledOnce()
  expect(fetched.mock.calls[0]?.[0]).toBe('/api/cases/notices/a1')
  expect(fetched.mock.calls[0]?.[1]?.body).toBe(JSON.stringify(key))
})

it('tells why it was refused', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify({ code: 'notFound', message: '没有找到', messageEn: 'Nothing' }), { status: 404 })))
  expect((await saveNotice(notice, key))?.code).toBe('notFound')
})

it('says that there is no line when there is none', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')))
  expect(await saveNotice(notice, key)).not.toBeNull()
})
