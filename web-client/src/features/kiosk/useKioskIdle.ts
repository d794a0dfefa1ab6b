import { onBeforeUnmount, onMounted, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { browserClock, type Clock } from '@/call-engine/clock'
import { IdleWatch, type IdleLimits, type IdleState } from './idleWatch'

const signs = ['pointerdown', 'keydown', 'wheel', 'scroll'] as const

/** Watches this kiosk for as long as the component lives. */
export function useKioskIdle(limits: Readonly<Ref<IdleLimits | null>>, clock: Clock = browserClock): Readonly<ShallowRef<IdleState>> {
  const state = shallowRef<IdleState>({ kind: 'active' })
  const idle = new IdleWatch(clock, (next) => (state.value = next))
  const touched = (): void => idle.touched()

  onMounted(() => signs.forEach((sign) => window.addEventListener(sign, touched, { passive: true, capture: true })))
  onBeforeUnmount(() => {
    signs.forEach((sign) => window.removeEventListener(sign, touched, { capture: true }))
    idle.close()
  })
  watch(limits, (next) => idle.limit(next), { immediate: true })
  return state
}
