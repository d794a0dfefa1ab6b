import { onBeforeUnmount, onMounted } from 'vue'

/** Keeps the screen on while somebody waits or talks; where the browser cannot, the phone sleeps and the place is kept anyway. */
export function useWakeLock(): void {
  let lock: WakeLockSentinel | null = null

  async function hold(): Promise<void> {
    if (document.visibilityState !== 'visible') return
    lock = await navigator.wakeLock?.request('screen').catch(() => null) ?? null
  }

  onMounted(() => {
    void hold()
    document.addEventListener('visibilitychange', hold)
  })
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', hold)
    void lock?.release()
  })
}
