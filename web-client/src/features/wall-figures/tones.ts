import { targetMilliseconds } from '@/features/desk-queue'
import type { ServiceGoal, SiteFigures } from '@/signaling'

/** `act`: someone should do something now; `warn`: soon. */
export type Tone = 'calm' | 'warn' | 'act'

export type FigureTones = Readonly<Record<'waiting' | 'longest' | 'serviceLevel' | 'abandoned' | 'occupancy' | 'sessions', Tone>>

/** So far below the share that it calls for someone now. */
const farBelow = 0.2

/** @param longestWait milliseconds; null when nobody waits. */
export function figureTones(site: Pick<SiteFigures, 'waiting' | 'serviceLevel' | 'abandoned' | 'occupancy'>, longestWait: number | null, goal: ServiceGoal): FigureTones {
  const target = targetMilliseconds(goal)
  const wait = longestWait ?? 0
  const level = site.serviceLevel ?? 1
  return {
    waiting: site.waiting > 0 && site.occupancy === null ? 'act' : 'calm', // people wait and no desk is signed in
    longest: wait >= target ? 'act' : wait >= target / 2 ? 'warn' : 'calm',
    serviceLevel: level < goal.share - farBelow ? 'act' : level < goal.share ? 'warn' : 'calm',
    abandoned: 'calm',
    occupancy: site.occupancy === 1 && site.waiting > 0 ? 'warn' : 'calm',
    sessions: 'calm',
  }
}
