import { onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import { browserClock, type Cancel, type Clock } from '@/call-engine/clock'
import type { Done, RateRequest, Refusal, Reply } from '@/signaling'

/** The best first, as printed on every hall's device; the value is what is stored (5 非常满意 … 1 非常不满意). */
export const ratingLevels = [5, 4, 3, 2, 1] as const
export type RatingLevel = (typeof ratingLevels)[number]

export type RatingState =
  | { kind: 'open' }
  | { kind: 'chosen'; level: RatingLevel }
  | { kind: 'sending'; level: RatingLevel }
  | { kind: 'refused'; refusal: Refusal }

/** A word can be changed for this long after the last touch; then it goes to the hall, which takes one rating a case. */
export const regretMilliseconds = 10_000

/** Five words, none preset. One touch is enough; for a moment it can be taken back. */
export class RatingChoice {
  readonly state = shallowRef<RatingState>({ kind: 'open' })
  private cancel: Cancel = () => {}

  constructor(private readonly send: (request: RateRequest) => Promise<Reply<Done>>, private readonly clock: Clock) {}

  choose(level: RatingLevel, comment: () => string): void {
    if (this.state.value.kind === 'sending') return
    this.cancel()
    this.state.value = { kind: 'chosen', level }
    this.cancel = this.clock.after(regretMilliseconds, () => void this.submit(level, comment()))
  }

  /** Somebody writes a few words to it: the time to change starts anew. */
  writing(comment: () => string): void {
    if (this.state.value.kind === 'chosen') this.choose(this.state.value.level, comment)
  }

  takeBack(): void {
    if (this.state.value.kind !== 'chosen') return
    this.cancel()
    this.state.value = { kind: 'open' }
  }

  /** The page closes: a word already chosen counts, nobody is asked twice. */
  close(comment: () => string): void {
    this.cancel()
    if (this.state.value.kind === 'chosen') void this.submit(this.state.value.level, comment())
  }

  private async submit(level: RatingLevel, comment: string): Promise<void> {
    this.state.value = { kind: 'sending', level }
    const text = comment.trim()
    const reply = await this.send({ level, comment: text === '' ? null : [...text].slice(0, 500).join('') })
    if (reply.refusal !== null) this.state.value = { kind: 'refused', refusal: reply.refusal }
  }
}

export function useRating(send: (request: RateRequest) => Promise<Reply<Done>>, clock: Clock = browserClock) {
  const choice = new RatingChoice(send, clock)
  const comment = ref('')
  const close = (): void => choice.close(() => comment.value)
  onMounted(() => window.addEventListener('pagehide', close))
  onBeforeUnmount(() => {
    window.removeEventListener('pagehide', close)
    close()
  })
  return {
    state: choice.state,
    comment,
    choose: (level: RatingLevel) => choice.choose(level, () => comment.value),
    takeBack: () => choice.takeBack(),
    writing: () => choice.writing(() => comment.value),
  }
}
