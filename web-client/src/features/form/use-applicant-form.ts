import type { ApplicantHub } from '@/signaling'
import { useForm } from './use-form'

export type ApplicantForm = ReturnType<typeof useApplicantForm>

/** What only the applicant decides. */
export function useApplicantForm(hub: ApplicantHub, sessionId: string) {
  const form = useForm(hub, sessionId)
  return {
    ...form,
    decide: (number: number, accept: boolean) => form.ask(hub.invoke('DecideProposal', { sessionId, number, accept })),
    answerControl: (grant: boolean) => form.ask(hub.invoke('AnswerControl', { sessionId, grant })),
    reveal: (fieldId: string, show: boolean) => form.ask(hub.invoke('RevealField', { sessionId, fieldId, show })),
    pause: (paused: boolean) => form.ask(hub.invoke('PauseForm', { sessionId, paused })),
    async submit(submitted: boolean): Promise<boolean> {
      await form.settled()
      return form.ask(hub.invoke('SubmitForm', { sessionId, submitted }))
    },
  }
}
