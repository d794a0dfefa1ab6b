import type { Refusal, Reply } from './contracts.gen'

type Refused = { readonly value: null; readonly refusal: Refusal }

const refused = (message: string, messageEn: string): Refused => ({ value: null, refusal: { code: 'unavailable', message, messageEn } })

/** The request never left this page. */
export const disconnected = (): Refused =>
  refused('网络断开了，正在重新连接，请稍后再试。', 'The network is down. Reconnecting; please try again in a moment.')

/** The request left, but nothing came back: it may or may not have been done; the next snapshot tells. */
export const noAnswer = (): Refused =>
  refused('大厅暂时没有回应，请稍后再试。', 'The hall did not answer. Please try again in a moment.')

/** The sentence for people, in the language of the page. */
export const refusalText = (refusal: Refusal, language: string): string =>
  language === 'en' ? refusal.messageEn : refusal.message

export const isRefusal = (body: unknown): body is Refusal =>
  typeof body === 'object' && body !== null && 'code' in body && 'message' in body && 'messageEn' in body

export type { Reply }
