/** Longest wait between two attempts: people look at the page while it waits. */
export const longestDelayMilliseconds = 8_000
const firstDelayMilliseconds = 400

/**
 * Full jitter: a random wait between nothing and the doubled ceiling, so that a thousand pages that lost the same server do
 * not come back in step. There is no last attempt.
 * @param attempt 0 for the first repetition.
 * @param random 0 ≤ random < 1.
 */
export function reconnectDelay(attempt: number, random: number): number {
  const ceiling = Math.min(longestDelayMilliseconds, firstDelayMilliseconds * 2 ** Math.min(attempt, 16))
  return Math.round(ceiling * random)
}
