import type { DeskHub } from '@/signaling'
import { useForm } from './use-form'

export type DeskForm = ReturnType<typeof useDeskForm>

const controlSeconds = 300

/** What the clerk asks for and suggests. */
export function useDeskForm(hub: DeskHub, sessionId: string) {
  const form = useForm(hub, sessionId)
  return {
    ...form,
    propose: (fieldId: string, text: string) => form.ask(hub.invoke('ProposeField', { sessionId, fieldId, text })),
    askControl: (pageId: string | null) => form.ask(hub.invoke('AskControl', { sessionId, pageId, seconds: controlSeconds })),
    askReveal: (fieldId: string) => form.ask(hub.invoke('AskReveal', { sessionId, fieldId })),
  }
}
