import { onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'
import type { CannedAnswerView, DeskHub } from '@/signaling'
import { answerKeyOf, insertAnswer, isCannedField, type CannedField } from './insert-answer'

export interface CannedAnswers {
  readonly answers: Readonly<Ref<readonly CannedAnswerView[]>>
  /** Into the field where the clerk writes or wrote last; nothing happens without one. */
  insert(text: string): void
}

/**
 * 常用语: read at the beginning of each sitting, inserted by Alt and their digit or by a press.
 * @param sitting the session, once the hall can be asked; null otherwise.
 */
export function useCannedAnswers(hub: DeskHub, sitting: () => string | null): CannedAnswers {
  const answers = ref<readonly CannedAnswerView[]>([])
  let last: CannedField | null = null

  const remember = (event: FocusEvent): void => void (isCannedField(event.target) && (last = event.target))
  const insert = (text: string): void => void (last?.isConnected === true && isCannedField(last) && insertAnswer(last, text))

  function onKey(event: KeyboardEvent): void {
    const key = answerKeyOf(event)
    const answer = key === null ? undefined : answers.value.find(one => one.key === key)
    if (answer === undefined || !isCannedField(document.activeElement)) return
    event.preventDefault()
    insertAnswer(document.activeElement, answer.text)
  }

  watch(sitting, async session => {
    if (session === null) return
    const { value } = await hub.invoke('CannedAnswers')
    if (value !== null) answers.value = value.answers
  }, { immediate: true })
  onMounted(() => {
    document.addEventListener('focusin', remember)
    window.addEventListener('keydown', onKey)
  })
  onBeforeUnmount(() => {
    document.removeEventListener('focusin', remember)
    window.removeEventListener('keydown', onKey)
  })

  return { answers, insert }
}
