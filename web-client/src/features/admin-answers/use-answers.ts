import { ref, type Ref } from 'vue'
import { request, type CannedAnswerList, type CannedAnswerRequest, type CannedAnswerView, type Refusal, type Reply } from '@/signaling'

export interface Answers {
  readonly answers: Readonly<Ref<readonly CannedAnswerView[] | null>>
  readonly refusal: Readonly<Ref<Refusal | null>>
  readonly busy: Readonly<Ref<boolean>>
  load(): Promise<void>
  /** @param id null for a new one. @returns true when done. */
  save(id: string | null, answer: CannedAnswerRequest): Promise<boolean>
  remove(id: string): Promise<boolean>
}

const path = '/api/admin/canned-answers'

/** 常用语 in the administrator's hands: every answer of the server is the whole list. */
export function useAnswers(ask: typeof request = request): Answers {
  const answers = ref<readonly CannedAnswerView[] | null>(null)
  const refusal = ref<Refusal | null>(null)
  const busy = ref(false)

  async function take(asking: Promise<Reply<CannedAnswerList>>): Promise<boolean> {
    busy.value = true
    const reply = await asking
    busy.value = false
    refusal.value = reply.refusal
    if (reply.value !== null) answers.value = reply.value.answers
    return reply.refusal === null
  }

  return {
    answers, refusal, busy,
    load: async () => void (await take(ask('GET', path))),
    save: (id, answer) => take(ask('POST', id === null ? path : `${path}/${id}`, answer)),
    remove: id => take(ask('DELETE', `${path}/${id}`)),
  }
}
