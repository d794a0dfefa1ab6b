import type { OfferView } from '@/signaling'

/** How much of the time to answer is left. */
export interface Ring {
  /** 1 at the start, 0 at the end. */
  readonly fraction: number
  readonly seconds: number
  readonly urgent: boolean
}

const urgentSeconds = 5

/** @param now server's time in milliseconds: the server ends the offer, so its clock counts. */
export function ringOf(offer: Pick<OfferView, 'offeredAt' | 'expiresAt'>, now: number): Ring {
  const end = Date.parse(offer.expiresAt)
  const whole = Math.max(1, end - Date.parse(offer.offeredAt))
  const left = Math.min(whole, Math.max(0, end - now))
  const seconds = Math.ceil(left / 1000)
  return { fraction: left / whole, seconds, urgent: seconds <= urgentSeconds }
}
