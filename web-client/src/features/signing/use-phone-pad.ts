import { onScopeDispose, shallowRef } from 'vue'
import { browserClock, type Clock } from '@/call-engine'
import type { PadOpened, Refusal, Reply } from '@/signaling'

export type PhonePad =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly token: string; readonly minutes: number }
  | { readonly kind: 'over' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

const lookEveryMilliseconds = 5_000
const minute = 60_000

/** The picture on the big screen, as long as it counts. */
export function usePhonePad(ask: () => Promise<Reply<PadOpened>>, clock: Clock = browserClock, now: () => number = Date.now) {
  const state = shallowRef<PhonePad>({ kind: 'opening' })
  let closed = false
  let stop = (): void => {}

  async function open(): Promise<void> {
    stop()
    state.value = { kind: 'opening' }
    const reply = await ask()
    if (closed) return
    if (reply.value === null) return void (state.value = { kind: 'refused', refusal: reply.refusal })
    const { token, expiresAt } = reply.value
    const look = (): void => {
      const left = Date.parse(expiresAt) - now()
      state.value = left > 0 ? { kind: 'open', token, minutes: Math.ceil(left / minute) } : { kind: 'over' }
      if (left <= 0) stop()
    }
    stop = clock.every(lookEveryMilliseconds, look)
    look()
  }

  onScopeDispose(() => {
    closed = true
    stop()
  })
  return { state, open }
}

/** Whether this screen is a poor place to sign on: a kiosk that stands upright, or a computer without touch. */
export const wantsPhone = (): boolean => document.body.classList.contains('is-kiosk') || !matchMedia('(any-pointer: coarse)').matches
