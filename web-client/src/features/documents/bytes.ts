import { noAnswer, type DocumentView, type Refusal, type Reply, type UploadRequest, type UploadView } from '@/signaling'

/** Seconds before the next try of what was cut off; then it goes on where it was. */
const pauses = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]

export interface BytesPort {
  readonly fetch: typeof fetch
  readonly wait: (milliseconds: number) => Promise<void>
}

const browser: BytesPort = {
  fetch: (...request) => fetch(...request),
  wait: milliseconds => new Promise(resolve => void setTimeout(resolve, milliseconds)),
}

export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...hash].map(one => one.toString(16).padStart(2, '0')).join('')
}

/**
 * Sends a file in parts. A cut line costs the part under way: after a pause the page asks how far it got and goes on from there.
 * @param sent called with the share that has arrived, 0..1.
 */
export async function uploadBytes(
  file: Omit<UploadRequest, 'bytes' | 'sha256'>, bytes: Uint8Array<ArrayBuffer>, sent: (share: number) => void, port: BytesPort = browser,
): Promise<Reply<UploadView>> {
  const announcement: UploadRequest = { ...file, bytes: bytes.byteLength, sha256: await sha256(bytes) }
  let state = await insist(port, () => json<UploadView>(port, 'POST', '/api/documents', JSON.stringify(announcement), { 'Content-Type': 'application/json' }))
  const path = state.value === null ? '' : `/api/documents/${state.value.documentId}/upload`
  while (state.value !== null && !state.value.complete) {
    const { received, partBytes } = state.value
    sent(received / bytes.byteLength)
    const part = bytes.slice(received, received + partBytes)
    const next = await attempt(() => json<UploadView>(port, 'PATCH', path, part, { 'Upload-Offset': String(received), 'Content-Type': 'application/octet-stream' }))
    // Cut off, or the part had arrived and only its answer was lost: the server knows.
    state = next === null || next.refusal?.code === 'stale' ? await insist(port, () => json<UploadView>(port, 'GET', path)) : next
  }
  if (state.value !== null) sent(1)
  return state
}

export type Fetched = { readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> } | { readonly kind: 'refused'; readonly refusal: Refusal } | { readonly kind: 'differs' }

/** Reads the bytes of a shown document, going on after a cut, and believes them only by their hash. */
export async function fetchBytes(document: Pick<DocumentView, 'documentId' | 'bytes' | 'sha256'>, port: BytesPort = browser): Promise<Fetched> {
  const whole = new Uint8Array(document.bytes)
  let received = 0
  for (let tries = 0; received < whole.byteLength; tries++) {
    const answer = await attempt(() => port.fetch(`/api/documents/${document.documentId}`, {
      credentials: 'same-origin', headers: received === 0 ? {} : { Range: `bytes=${received}-`, 'If-Range': `"${document.sha256}"` },
    }))
    if (answer !== null && !answer.ok && answer.status !== 503) return { kind: 'refused', refusal: (await readReply<never>(answer)).refusal ?? noAnswer().refusal }
    if (answer !== null && answer.ok) {
      if (answer.status !== 206) received = 0
      received = await readInto(whole, received, answer)
    }
    if (received < whole.byteLength) {
      if (tries >= pauses.length) return { kind: 'refused', refusal: noAnswer().refusal }
      await port.wait(pauses[tries] ?? 0)
    }
  }
  return await sha256(whole) === document.sha256 ? { kind: 'bytes', bytes: whole } : { kind: 'differs' }
}

async function readInto(whole: Uint8Array, from: number, answer: Response): Promise<number> {
  const reader = answer.body?.getReader()
  let at = from
  try {
    for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
      whole.set(part.value.subarray(0, whole.byteLength - at), at)
      at = Math.min(whole.byteLength, at + part.value.byteLength)
    }
  } catch {
    // Cut off in the middle: what came counts.
  }
  return at
}

/** Tries again while nobody answers; a refusal is an answer. */
async function insist<T>(port: BytesPort, ask: () => Promise<Reply<T>>): Promise<Reply<T>> {
  for (const pause of pauses) {
    const reply = await attempt(ask)
    if (reply !== null && reply.refusal?.code !== 'unavailable') return reply
    await port.wait(pause)
  }
  return await attempt(ask) ?? noAnswer()
}

async function attempt<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask()
  } catch {
    return null
  }
}

async function json<T>(port: BytesPort, method: string, path: string, body?: BodyInit, headers: Record<string, string> = {}): Promise<Reply<T>> {
  return readReply<T>(await port.fetch(path, { method, credentials: 'same-origin', headers: { Accept: 'application/json', ...headers }, ...(body === undefined ? {} : { body }) }))
}

async function readReply<T>(answer: Response): Promise<Reply<T>> {
  const parsed = JSON.parse(await answer.text()) as T | Refusal
  return answer.ok ? { value: parsed as T, refusal: null } : { value: null, refusal: parsed as Refusal }
}
