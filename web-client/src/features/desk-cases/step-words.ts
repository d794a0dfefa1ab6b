import type { I18n } from '@/i18n'

/** The follow-up's steps by their stable names (src/VirtualWindow.FollowUp/Steps); one not known here shows its name. */
const known = {
  'close-evidence': 'step.closeEvidence',
  'assign-number': 'step.assignNumber',
  'set-promised-date': 'step.setPromisedDate',
  'issue-query-password': 'step.issueQueryPassword',
  'open-procedure': 'step.openProcedure',
  'request-film': 'step.requestFilm',
  'invite-rating': 'step.inviteRating',
  'file-case': 'step.fileCase',
} as const

export function stepWords(name: string, t: I18n<'desk'>['t']): string {
  return name in known ? t(known[name as keyof typeof known]) : name
}
