import { useI18n } from '@/i18n'
import type { Trouble } from './trouble'

/** A sentence for each trouble. */
export function useTroubleWords(): (trouble: Trouble | null) => string | null {
  const { t } = useI18n<'staff'>()
  return trouble => {
    if (trouble === null) return null
    if (trouble.kind === 'trying') return t('trouble.trying', { attempt: trouble.attempt })
    if (trouble.kind === 'weak') return t(`trouble.${trouble.cause}`)
    return trouble.kind === 'their-line' ? t('trouble.theirLine') : t('trouble.no-answer')
  }
}
