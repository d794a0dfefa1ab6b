/** One key and what it does; the sheet and the tooltips are made from the same table. */
export interface Shortcut<Name extends string = string> {
  readonly name: Name
  /** KeyboardEvent.key, lower case for letters. */
  readonly key: string
  readonly run: () => void
  /** False while it makes no sense; then the key does nothing. */
  readonly enabled: () => boolean
}

interface KeyPress {
  readonly key: string
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly isComposing: boolean
}

export type Focus = 'text' | 'control' | 'page'

/**
 * Which shortcut a key press means. Letters act alone, or with Alt while writing, so that notes can be typed in peace.
 * Enter and Space on a focused button stay that button's. While an input method composes (pinyin), nothing acts.
 */
export function shortcutFor<S extends Shortcut>(press: KeyPress, focus: Focus, shortcuts: readonly S[]): S | null {
  if (press.isComposing || press.ctrlKey || press.metaKey) return null
  if (focus === 'text' && !press.altKey && press.key !== 'Escape') return null
  if (focus === 'control' && (press.key === 'Enter' || press.key === ' ')) return null
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key
  return shortcuts.find(one => one.key === key && one.enabled()) ?? null
}

export function focusOf(target: EventTarget | null): Focus {
  if (!(target instanceof HTMLElement)) return 'page'
  if (target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox], [type=radio])')) return 'text'
  return target.matches('button, a, summary, input') ? 'control' : 'page'
}
