import { onBeforeUnmount, readonly, ref, type Ref } from 'vue'
import { browserClock, type Clock } from '@/call-engine/clock'

/** The time, renewed every second while the component is on the page. */
export function useNow(clock: Clock = browserClock): Readonly<Ref<number>> {
  const now = ref(clock.now())
  const cancel = clock.every(1_000, () => (now.value = clock.now()))
  onBeforeUnmount(cancel)
  return readonly(now)
}
