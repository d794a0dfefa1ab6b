import { ref, watchEffect, type Ref } from 'vue'
import type { Memory } from './memory'

/** 长辈版: larger type and targets, stronger contrast; remembered on a private device. */
export function useElderly(memory: Memory): Ref<boolean> {
  const elderly = ref(memory.get('elderly') === 'on')
  watchEffect(() => {
    document.body.classList.toggle('is-elderly', elderly.value)
    memory.set('elderly', elderly.value ? 'on' : null)
  })
  return elderly
}
