import type { I18n } from '@/i18n'

/** The follow-up's steps by their stable names (src/VirtualWindow.FollowUp/Steps); one not known here shows its name. */
const known = {
  number: 'step.number',
  dossier: 'step.dossier',
  promise: 'step.promise',
  file: 'step.file',
  notify: 'step.notify',
} as const

export function stepWords(name: string, t: I18n<'desk'>['t']): string {
  return name in known ? t(known[name as keyof typeof known]) : name
}
