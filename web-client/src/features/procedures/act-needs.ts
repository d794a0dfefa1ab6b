import type { ProcedureAct } from '@/signaling'

/** What an official fills in before an act; what is told to the applicant is never left out. */
export interface ActNeeds {
  readonly text: 'required' | 'none'
  readonly code: boolean
  readonly days: boolean
  readonly procedure: boolean
}

const nothing: ActNeeds = { text: 'none', code: false, days: false, procedure: false }
const told: ActNeeds = { ...nothing, text: 'required' }

export function actNeeds(act: ProcedureAct): ActNeeds {
  switch (act) {
    case 'askSupplement':
    case 'refuse':
    case 'deliver': return told
    case 'decide': return { ...told, code: true }
    case 'extend': return { ...told, days: true }
    case 'suspend': return { ...told, days: true, procedure: true }
    default: return nothing
  }
}

/** The act that usually comes next; it gets the strong button. */
export function mainAct(acts: readonly ProcedureAct[]): ProcedureAct | null {
  const order: readonly ProcedureAct[] = ['takeOver', 'accept', 'review', 'resume', 'decide', 'deliver', 'supplement', 'archive']
  return order.find(act => acts.includes(act)) ?? null
}
