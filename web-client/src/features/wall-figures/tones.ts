import { serviceTargetMilliseconds } from '@/features/desk-queue'
import type { SiteFigures } from '@/signaling'

/** `act`: someone should do something now; `warn`: soon. */
export type Tone = 'calm' | 'warn' | 'act'

export type FigureTones = Readonly<Record<'waiting' | 'longest' | 'serviceLevel' | 'abandoned' | 'occupancy' | 'sessions', Tone>>

const targetShare = 0.8

/** @param longestWait milliseconds; null when nobody waits. */
export function figureTones(site: Pick<SiteFigures, 'waiting' | 'serviceLevel' | 'abandoned' | 'occupancy'>, longestWait: number | null): FigureTones {
  const wait = longestWait ?? 0
  const level = site.serviceLevel ?? 1
  return {
    waiting: site.waiting > 0 && site.occupancy === null ? 'act' : 'calm', // people wait and no desk is signed in
    longest: wait >= serviceTargetMilliseconds ? 'act' : wait >= serviceTargetMilliseconds / 2 ? 'warn' : 'calm',
    serviceLevel: level < targetShare - 0.2 ? 'act' : level < targetShare ? 'warn' : 'calm',
    abandoned: 'calm',
    occupancy: site.occupancy === 1 && site.waiting > 0 ? 'warn' : 'calm',
    sessions: 'calm',
  }
}
