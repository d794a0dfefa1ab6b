import { onBeforeUnmount, onMounted } from 'vue'
import { browserClock, type Clock } from '@/call-engine/clock'
import { playChime } from '@/ui/sound/chime'

const ringEveryMilliseconds = 4_000

/** Calls the person back to the page while it is shown: sound, vibration, and a title that stays still. */
export function useAlarm(title: string, clock: Clock = browserClock): void {
  const former = document.title
  let cancel = (): void => {}

  function ring(): void {
    // Without an earlier touch the browser may keep both silent; the page itself still says it.
    void playChime(0.5).catch(() => {})
    navigator.vibrate?.([300, 150, 300])
  }

  onMounted(() => {
    document.title = title
    ring()
    cancel = clock.every(ringEveryMilliseconds, ring)
  })
  onBeforeUnmount(() => {
    cancel()
    navigator.vibrate?.(0)
    document.title = former
  })
}
