import type { ItemAudience, ItemSummary } from '@/signaling'
import { themeIds, themeOf, type ThemeId } from './themes'

export interface ItemFilter {
  /** Words in Chinese or English, or pinyin initials. */
  readonly text: string
  readonly theme: ThemeId | null
  readonly audience: Exclude<ItemAudience, 'both'> | null
}

export interface ItemGroup {
  readonly theme: ThemeId
  readonly items: readonly ItemSummary[]
}

/** The items that fit, in groups by theme; themes and items keep the hall's order. */
export function findItems(items: readonly ItemSummary[], filter: ItemFilter): ItemGroup[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter((word) => word !== '')
  const found = items.filter((item) => fitsAudience(item, filter.audience) && words.every((word) => mentions(item, word)))
  return themeIds
    .filter((theme) => filter.theme === null || theme === filter.theme)
    .map((theme) => ({ theme, items: found.filter((item) => themeOf(item.category) === theme) }))
    .filter((group) => group.items.length > 0)
}

/** Themes that have at least one item for this audience. */
export function themesWithItems(items: readonly ItemSummary[], audience: ItemFilter['audience']): { theme: ThemeId; count: number }[] {
  return findItems(items, { text: '', theme: null, audience }).map((group) => ({ theme: group.theme, count: group.items.length }))
}

const fitsAudience = (item: ItemSummary, audience: ItemFilter['audience']): boolean =>
  audience === null || item.audience === 'both' || item.audience === audience

const mentions = (item: ItemSummary, word: string): boolean =>
  [item.name, item.nameEn, item.category, item.itemCode, item.pinyin ?? ''].some((text) => text.toLowerCase().includes(word))
