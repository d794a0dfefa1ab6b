import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'
import type { CannedAnswerView, DeskHub } from '@/signaling'
import { answerKeyOf, insertAnswer, isCannedField, type CannedField } from './insert-answer'

export interface CannedAnswers {
  readonly answers: Readonly<Ref<readonly CannedAnswerView[]>>
  /** Into the field where the clerk writes or wrote last; nothing happens without one. */
  insert(text: string): void
}

/** 常用语: read once a sitting, inserted by Alt and their digit or by a press. */
export function useCannedAnswers(hub: DeskHub): CannedAnswers {
  const answers = ref<readonly CannedAnswerView[]>([])
  let last: CannedField | null = null

  const remember = (event: FocusEvent): void => void (isCannedField(event.target) && (last = event.target))
  const insert = (text: string): void => void (last?.isConnected === true && insertAnswer(last, text))

  function onKey(event: KeyboardEvent): void {
    const key = answerKeyOf(event)
    const answer = key === null ? undefined : answers.value.find(one => one.key === key)
    if (answer === undefined || !isCannedField(document.activeElement)) return
    event.preventDefault()
    insertAnswer(document.activeElement, answer.text)
  }

  onMounted(async () => {
    document.addEventListener('focusin', remember)
    window.addEventListener('keydown', onKey)
    const { value } = await hub.invoke('CannedAnswers')
    if (value !== null) answers.value = value.answers
  })
  onBeforeUnmount(() => {
    document.removeEventListener('focusin', remember)
    window.removeEventListener('keydown', onKey)
  })

  return { answers, insert }
}
