import type { I18n } from '@/i18n'
import type { RunRow } from '@/signaling'
import kinds from '@/i18n/pipeline.zh-CN.json'

/** What a run is about: a case's number, what was written beside it, or, for what has neither, its kind. */
export const subjectOf = (run: RunRow, t: I18n<'pipeline'>['t']): string => run.subject ?? (run.kind === 'file-case' ? t('run.noSubject') : wordsOf('kind', run.kind, t))

/** The words of a stable name (kind, step, note) that the server sent; one not known here shows itself: a person's own words, or a newer server's. */
export function wordsOf(group: 'kind' | 'step' | 'note', name: string, t: I18n<'pipeline'>['t']): string {
  const key = `${group}.${name}`
  return key in kinds ? t(key as keyof typeof kinds) : name
}
