import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { Chime } from './chime'

const memory = 'virtualwindow.desk.sound'

export interface OfferSound {
  readonly on: Readonly<Ref<boolean>>
  /** True when the browser refused to play: it wants one press on the page first. */
  readonly silenced: Readonly<Ref<boolean>>
  toggle(): void
}

/** Rings while there is an offer; the clerk may turn it off for this computer. */
export function useOfferSound(offerId: () => string | null, chime = new Chime()): OfferSound {
  const on = ref(remembered())
  const silenced = ref(false)

  watch([offerId, on], async ([id, sounding]) => {
    chime.stop()
    silenced.value = false
    if (id !== null && sounding) silenced.value = !(await chime.start())
  }, { immediate: true })
  onScopeDispose(() => chime.stop())

  function toggle(): void {
    on.value = !on.value
    remember(on.value)
  }
  return { on, silenced, toggle }
}

function remembered(): boolean {
  try {
    return localStorage.getItem(memory) !== 'off'
  } catch {
    return true
  }
}

function remember(on: boolean): void {
  try {
    localStorage.setItem(memory, on ? 'on' : 'off')
  } catch {
    // Storage is forbidden here; the choice lasts as long as the page.
  }
}
