import type { CaseLookupRequest, CaseRatingRequest, CaseView, CatalogueView, Done, ItemView, JoinRequest, OrderList, Reply, VerificationView } from './contracts.gen'
import { disconnected, isRefusal, noAnswer } from './refusals'

/** One REST call: a value or a refusal, never an exception. A refused request answers with the refusal as its body. */
export async function request<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<Reply<T>> {
  try {
    const response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: body === undefined ? { Accept: 'application/json' } : { Accept: 'application/json', 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    return await readReply<T>(response)
  } catch {
    return disconnected()
  }
}

async function readReply<T>(response: Response): Promise<Reply<T>> {
  const text = await response.text()
  const parsed = parse(text)
  if (response.ok) return { value: unwrap(parsed) as T, refusal: null }
  const inner = typeof parsed === 'object' && parsed !== null && 'refusal' in parsed ? parsed.refusal : parsed
  return isRefusal(inner) ? { value: null, refusal: inner } : noAnswer()
}

function parse(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch {
    return {}
  }
}

/** Some endpoints answer with a whole Reply, some with the bare value. */
function unwrap(body: unknown): unknown {
  const isReply = typeof body === 'object' && body !== null && 'value' in body && 'refusal' in body
  return isReply ? body.value : body
}

export const getCatalogue = (): Promise<Reply<CatalogueView>> => request('GET', '/api/catalogue')
export const getItem = (code: string): Promise<Reply<ItemView>> => request('GET', `/api/catalogue/items/${encodeURIComponent(code)}`)
export const join = (body: JoinRequest): Promise<Reply<Done>> => request('POST', '/api/join', body)
export const lookUpCase = (body: CaseLookupRequest): Promise<Reply<CaseView>> => request('POST', '/api/cases/lookup', body)
export const rateCase = (body: CaseRatingRequest): Promise<Reply<Done>> => request('POST', '/api/cases/rate', body)

/** The server looks at the bytes; this only says which of the two it should expect. */
const isPackage = (file: Blob): boolean => /zip/.test(file.type) || (file instanceof File && file.name.toLowerCase().endsWith('.zip'))

/** Sends a file as it is; the server keeps nothing of it. */
export async function uploadForReport(file: Blob): Promise<Reply<VerificationView>> {
  const response = await fetch('/api/verify', { method: 'POST', credentials: 'same-origin', headers: { Accept: 'application/json', 'Content-Type': isPackage(file) ? 'application/zip' : 'application/pdf' }, body: file })
  return readReply<VerificationView>(response)
}
export const ordersOfCase = (body: CaseLookupRequest): Promise<Reply<OrderList>> => request('POST', '/api/cases/orders', body)
