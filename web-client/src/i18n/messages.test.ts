import { describe, expect, it } from 'vitest'
import { format } from './format'

const files = import.meta.glob<Record<string, string>>('./*.json', { import: 'default', eager: true })
const chinese = Object.keys(files).filter((file) => file.endsWith('.zh-CN.json'))
const places = (text: string): string[] => [...text.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? '').sort()

describe.each(chinese)('%s', (file) => {
  const zh = files[file] ?? {}
  const en = files[file.replace('zh-CN', 'en')] ?? {}

  it('has the same keys in English', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
  })

  it('has no empty text', () => {
    for (const [key, text] of [...Object.entries(zh), ...Object.entries(en)]) expect(text.trim(), key).not.toBe('')
  })

  it('fills the same places in both languages', () => {
    for (const key of Object.keys(zh)) expect(new Set(places(en[key] ?? '')), key).toEqual(new Set(places(zh[key] ?? '')))
  })
})

describe('format', () => {
  it('fills places and chooses English plurals', () => {
    expect(format('{n} {n:person|people} ahead', { n: 1 })).toBe('1 person ahead')
    expect(format('{n} {n:person|people} ahead', { n: 3 })).toBe('3 people ahead')
  })

  it('leaves an unknown place visible', () => {
    expect(format('{missing}', {})).toBe('{missing}')
  })
})
