import { describe, expect, it } from 'vitest'
import type { ItemSummary } from '@/signaling'
import { findItems, themesWithItems } from './search'
import { themeOf } from './themes'

const item = (itemCode: string, name: string, nameEn: string, pinyin: string, category: string, audience: ItemSummary['audience'] = 'person'): ItemSummary =>
  ({ itemCode, name, nameEn, pinyin, category, audience, departmentCode: 'GA', crossProvinceMode: null, holiday: false, selfService24h: false })

const items = [
  item('GA-01', '居民身份证异地换领', 'ID card replacement away from home', 'jmsfzydhl', '证件办理'),
  item('SB-01', '企业职工养老保险转移', 'Transfer of pension insurance', 'qyzgylbxzy', '社会保障', 'both'),
  item('SCJG-01', '企业设立登记', 'Company registration', 'qysldj', '企业开办', 'company'),
  item('XX-01', '新事项', 'A new kind', 'xsx', '从未见过的类别'),
]
const none = { text: '', theme: null, audience: null }
const codes = (filter: Partial<typeof none> & object) => findItems(items, { ...none, ...filter }).flatMap((group) => group.items.map((found) => found.itemCode))

describe('findItems', () => {
  it('finds by Chinese words, English words, pinyin initials and code', () => {
    expect(codes({ text: '身份证' })).toEqual(['GA-01'])
    expect(codes({ text: 'pension' })).toEqual(['SB-01'])
    expect(codes({ text: 'SFZ' })).toEqual(['GA-01'])
    expect(codes({ text: 'scjg' })).toEqual(['SCJG-01'])
  })

  it('needs every word', () => {
    expect(codes({ text: '企业 登记' })).toEqual(['SCJG-01'])
    expect(codes({ text: '企业 护照' })).toEqual([])
  })

  it('gives a person what is for persons and for both', () => {
    expect(findItems(items, { ...none, audience: 'person' }).flatMap((group) => group.items).length).toBe(3)
    expect(findItems(items, { ...none, audience: 'company' }).flatMap((group) => group.items).length).toBe(2)
  })

  it('loses no item of a category that nobody has mapped', () => {
    expect(themeOf('从未见过的类别')).toBe('other')
    expect(codes({})).toHaveLength(items.length)
    expect(themesWithItems(items, null).reduce((sum, one) => sum + one.count, 0)).toBe(items.length)
  })
})
