import { describe, expect, it } from 'vitest'
import { shortcutFor, type Shortcut } from './shortcuts'

const shortcut = (name: string, key: string, enabled = true): Shortcut => ({ name, key, run: () => undefined, enabled: () => enabled })
const all = [shortcut('accept', 'Enter', false), shortcut('finish', 'Enter'), shortcut('mute', 'm'), shortcut('decline', 'Escape')]
const press = (key: string, over: object = {}) =>
  ({ key, altKey: false, ctrlKey: false, metaKey: false, isComposing: false, ...over })

describe('shortcutFor', () => {
  it('takes a letter in either case on the page', () => {
    expect(shortcutFor(press('m'), 'page', all)?.name).toBe('mute')
    expect(shortcutFor(press('M'), 'control', all)?.name).toBe('mute')
  })

  it('leaves letters to the notes unless Alt is held', () => {
    expect(shortcutFor(press('m'), 'text', all)).toBeNull()
    expect(shortcutFor(press('m', { altKey: true }), 'text', all)?.name).toBe('mute')
  })

  it('leaves Enter to a focused button', () => {
    expect(shortcutFor(press('Enter'), 'control', all)).toBeNull()
    expect(shortcutFor(press('Enter'), 'page', all)?.name).toBe('finish')
  })

  it('does nothing while an input method composes, and leaves the browser its own keys', () => {
    expect(shortcutFor(press('Enter', { isComposing: true }), 'page', all)).toBeNull()
    expect(shortcutFor(press('m', { ctrlKey: true }), 'page', all)).toBeNull()
  })
})
