import type { ServiceGoal, SiteFigures } from '@/signaling'
import { figureTones, type FigureTones, type Tone } from './tones'

export const figureNames = ['waiting', 'longest', 'serviceLevel', 'abandoned', 'occupancy', 'sessions'] as const

export interface Figure {
  readonly name: keyof FigureTones
  /** A whole number, or a dash when there is nothing to count: short, so that it is read from three metres. */
  readonly value: string
  readonly unit: 'seconds' | 'minutes' | 'percent' | null
  readonly tone: Tone
}

/** @param longestWait milliseconds; null when nobody waits. */
export function figuresOf(site: SiteFigures, longestWait: number | null, goal: ServiceGoal): Figure[] {
  const tones = figureTones(site, longestWait, goal)
  const said: Readonly<Record<keyof FigureTones, Pick<Figure, 'value' | 'unit'>>> = {
    waiting: count(site.waiting), longest: duration(longestWait), serviceLevel: percent(site.serviceLevel),
    abandoned: count(site.abandoned), occupancy: percent(site.occupancy), sessions: count(site.sessions),
  }
  return figureNames.map(name => ({ name, ...said[name], tone: tones[name] }))
}

const count = (value: number): Pick<Figure, 'value' | 'unit'> => ({ value: String(value), unit: null })
const nothing = { value: '–', unit: null } as const

function percent(share: number | null): Pick<Figure, 'value' | 'unit'> {
  return share === null ? nothing : { value: String(Math.round(share * 100)), unit: 'percent' }
}

/** Whole minutes; seconds only within the first. */
function duration(milliseconds: number | null): Pick<Figure, 'value' | 'unit'> {
  if (milliseconds === null) return nothing
  const seconds = Math.floor(milliseconds / 1000)
  return seconds < 60 ? { value: String(seconds), unit: 'seconds' } : { value: String(Math.floor(seconds / 60)), unit: 'minutes' }
}
