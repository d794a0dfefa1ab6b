import type { QueueView, ServiceGoal } from '@/signaling'

export type Heat = 'empty' | 'calm' | 'warm' | 'hot'

/** The time within which the hall means to answer, as the server says. */
export const targetMilliseconds = (goal: ServiceGoal): number => goal.answerWithinSeconds * 1000

/** Half of the target is the time to hurry. */
export function heatOf(waiting: number, longestWaitMilliseconds: number, goal: ServiceGoal): Heat {
  if (waiting === 0) return 'empty'
  if (longestWaitMilliseconds >= targetMilliseconds(goal)) return 'hot'
  return longestWaitMilliseconds >= targetMilliseconds(goal) / 2 ? 'warm' : 'calm'
}

/** The longest wait first, empty windows last. */
export function byUrgency(queues: readonly QueueView[]): QueueView[] {
  const since = (queue: QueueView): number => (queue.longestWaitSince === null ? Infinity : Date.parse(queue.longestWaitSince))
  return [...queues].sort((a, b) => since(a) - since(b) || b.waiting - a.waiting || a.windowId.localeCompare(b.windowId))
}

/** Window names without the site that all of them begin with ("固始・"): on a desk it says nothing and hides the rest. */
export function shortNames(names: readonly string[]): string[] {
  const prefix = /^[^·・]+[·・]\s*/.exec(names[0] ?? '')?.[0] ?? ''
  return names.every(name => name.startsWith(prefix)) ? names.map(name => name.slice(prefix.length)) : [...names]
}
