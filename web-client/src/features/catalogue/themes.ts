import { BriefcaseBusiness, Car, Coins, GraduationCap, Hammer, HandHeart, HeartHandshake, Hospital, House, IdCard, Landmark, Layers, LayoutGrid, Store } from '@lucide/vue'
import type { Component } from 'vue'

/** What happens in a life or a business; people look for that, not for a department. */
export const themeIds = ['identity', 'work', 'health', 'family', 'school', 'home', 'car', 'care', 'law', 'business', 'tax', 'building', 'bundle', 'other'] as const
export type ThemeId = (typeof themeIds)[number]

export const themeIcons: Readonly<Record<ThemeId, Component>> = {
  identity: IdCard, work: BriefcaseBusiness, health: Hospital, family: HeartHandshake, school: GraduationCap, home: House, car: Car,
  care: HandHeart, law: Landmark, business: Store, tax: Coins, building: Hammer, bundle: Layers, other: LayoutGrid,
}

const themeOfCategory: Readonly<Record<string, ThemeId>> = {
  证件办理: 'identity', 户籍: 'identity', 出入境: 'identity',
  社会保障: 'work', 就业: 'work', 退役军人: 'work',
  就医: 'health',
  婚育: 'family', 出生: 'family', 身后: 'family',
  教育: 'school',
  住房: 'home', 置业: 'home',
  车驾管: 'car', 交通运输: 'car',
  养老: 'care', 救助: 'care', 残疾人服务: 'care',
  法律服务: 'law', 信息查询: 'law', 公共服务: 'law',
  企业开办: 'business', 企业变更: 'business', 企业注销: 'business', 准入准营: 'business',
  税务: 'tax',
  工程建设: 'building',
}

/** The theme of a catalogue category. The hall may add categories at any time: an unknown one is found under "other". */
export function themeOf(category: string): ThemeId {
  return themeOfCategory[category] ?? (category.startsWith('高效办成一件事') ? 'bundle' : 'other')
}
