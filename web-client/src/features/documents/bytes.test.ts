import { describe, expect, it } from 'vitest'
import type { DocumentView, UploadView } from '@/signaling'
import { fetchBytes, sha256, uploadBytes, type BytesPort } from './bytes'

const file = { sessionId: 's', name: 'a.jpg', material: null, captured: true, askId: null }
const bytes = Uint8Array.from({ length: 1_000 }, (_, index) => index % 251)
const answer = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status })

/** A server that takes parts of 300 bytes and loses the line as told. */
function server(lose: (request: number) => 'before' | 'after' | null) {
  const received: number[] = []
  const asked: string[] = []
  let request = 0
  const state = (): UploadView => ({ documentId: 'd', received: received.length, partBytes: 300, complete: received.length === bytes.byteLength })
  const port: BytesPort = {
    wait: () => Promise.resolve(),
    fetch: async (path, init) => {
      asked.push(`${init?.method ?? ''} ${String(path)}`)
      const lost = lose(request++)
      if (lost === 'before') throw new TypeError('line lost')
      if (init?.method === 'PATCH') {
        const from = Number((init.headers as Record<string, string>)['Upload-Offset'])
        if (from !== received.length) return answer({ code: 'stale', message: '', messageEn: '' }, 409)
        received.push(...new Uint8Array(await new Response(init.body as BodyInit).arrayBuffer()))
      }
      if (lost === 'after') throw new TypeError('line lost')
      return answer(state())
    },
  }
  return { port, received, asked }
}

describe('sending', () => {
  it('sends part after part', async () => {
    const { port, received } = server(() => null)
    const shares: number[] = []
    const reply = await uploadBytes(file, bytes, share => void shares.push(share), port)
    expect(reply.value?.complete).toBe(true)
    expect(received).toEqual([...bytes])
    expect(shares).toEqual([0, 0.3, 0.6, 0.9, 1])
  })

  it.each(['before', 'after'] as const)('goes on where it was when the line is lost %s a part arrived', async (when) => {
    const { port, received, asked } = server(request => (request === 2 || request === 4 ? when : null))
    expect((await uploadBytes(file, bytes, () => {}, port)).value?.complete).toBe(true)
    expect(received).toEqual([...bytes])
    expect(asked.filter(one => one.startsWith('GET'))).toHaveLength(2)
    expect(asked.filter(one => one.startsWith('POST'))).toHaveLength(1)
  })

  it('tells a refusal instead of trying for ever', async () => {
    const refusal = { code: 'documents-full', message: '', messageEn: '' }
    const reply = await uploadBytes(file, bytes, () => {}, { wait: () => Promise.resolve(), fetch: () => Promise.resolve(answer(refusal, 409)) })
    expect(reply.refusal?.code).toBe('documents-full')
  })
})

describe('reading', () => {
  const view = async (hash?: string): Promise<DocumentView> => ({ documentId: 'd', bytes: bytes.byteLength, sha256: hash ?? await sha256(bytes) }) as unknown as DocumentView

  it('goes on after a cut by range and believes the hash', async () => {
    const ranges: (string | undefined)[] = []
    const port: BytesPort = {
      wait: () => Promise.resolve(),
      fetch: (_path, init) => {
        const range = (init?.headers as Record<string, string>)['Range']
        ranges.push(range)
        if (range !== undefined) return Promise.resolve(new Response(bytes.slice(400), { status: 206 }))
        let sent = false
        return Promise.resolve(new Response(new ReadableStream({
          pull: (controller) => {
            if (sent) return controller.error(new TypeError('line lost'))
            sent = true
            controller.enqueue(bytes.slice(0, 400))
          },
        })))
      },
    }
    const fetched = await fetchBytes(await view(), port)
    expect(fetched).toEqual({ kind: 'bytes', bytes })
    expect(ranges).toEqual([undefined, 'bytes=400-'])
  })

  it('shows nothing whose hash is another', async () => {
    const port: BytesPort = { wait: () => Promise.resolve(), fetch: () => Promise.resolve(new Response(bytes)) }
    expect((await fetchBytes(await view('0'.repeat(64)), port)).kind).toBe('differs')
  })

  it('tells why it may not be read', async () => {
    const port: BytesPort = { wait: () => Promise.resolve(), fetch: () => Promise.resolve(answer({ code: 'not-yours', message: 'x', messageEn: 'x' }, 403)) }
    expect(await fetchBytes(await view(), port)).toMatchObject({ kind: 'refused', refusal: { code: 'not-yours' } })
  })
})
