import { onBeforeUnmount, onMounted, shallowRef, type ShallowRef } from 'vue'
import { localSteps, type LocalStep, type SidePage } from './view'

/** Where the person is before the queue. Lives in the browser's history: "back" goes one step back, a reload stays. */
export interface Place {
  readonly step: LocalStep
  readonly side: SidePage | null
  readonly regionCode: string | null
  readonly itemCode: string | null
}

const start: Place = { step: 'regions', side: null, regionCode: null, itemCode: null }

export interface Journey {
  readonly place: Readonly<ShallowRef<Place>>
  go(change: Partial<Place>): void
  restart(): void
}

export function useJourney(first: Partial<Place> = {}): Journey {
  const place = shallowRef<Place>({ ...placeIn(history.state), ...first })

  function go(change: Partial<Place>): void {
    place.value = { ...place.value, ...change }
    history.pushState({ place: place.value }, '')
  }

  const restart = (): void => {
    place.value = start
    history.replaceState({ place: start }, '', location.pathname + location.search)
  }

  const back = (event: PopStateEvent): void => void (place.value = placeIn(event.state))
  onMounted(() => window.addEventListener('popstate', back))
  onBeforeUnmount(() => window.removeEventListener('popstate', back))
  return { place, go, restart }
}

/** A history entry may be of an older version of the page; what does not fit starts anew. */
export function placeIn(state: unknown): Place {
  const stored = (state as { place?: Partial<Place> } | null)?.place
  if (stored === undefined || !localSteps.includes(stored.step as LocalStep)) return start
  const place = { ...start, ...stored }
  if (place.step !== 'regions' && place.regionCode === null) return start
  return place.itemCode === null && place.step !== 'regions' && place.step !== 'items' ? { ...place, step: 'items' } : place
}
