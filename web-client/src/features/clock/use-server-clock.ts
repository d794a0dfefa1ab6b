import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { browserClock, type Clock } from '@/call-engine'

export interface ServerClock {
  /** The server's time in milliseconds since the epoch, refreshed a few times a second. */
  readonly now: Readonly<Ref<number>>
  /** Milliseconds since the instant; 0 for null and for the future. */
  since(instant: string | null): number
  /** Milliseconds until the instant; 0 for null and for the past. */
  until(instant: string | null): number
}

/** A clock that runs with the server's: a desk whose own clock is wrong still shows true waiting times. */
export function useServerClock(
  serverTime: () => string | null,
  options: { clock?: Clock; everyMilliseconds?: number } = {},
): ServerClock {
  const clock = options.clock ?? browserClock
  let offset = 0
  const now = ref(clock.now())
  const refresh = (): void => void (now.value = clock.now() + offset)
  watch(serverTime, time => {
    if (time !== null) offset = Date.parse(time) - clock.now()
    refresh()
  }, { immediate: true })
  onScopeDispose(clock.every(options.everyMilliseconds ?? 500, refresh))
  const from = (instant: string | null): number => (instant === null ? 0 : now.value - Date.parse(instant))
  return { now, since: instant => Math.max(0, from(instant)), until: instant => Math.max(0, -from(instant)) }
}
