import { onBeforeUnmount, onMounted } from 'vue'
import { focusOf, shortcutFor, type Shortcut } from './shortcuts'

/** Listens as long as the component lives. A dialog on top keeps its own keys. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  function onKey(event: KeyboardEvent): void {
    if (document.querySelector('dialog[open]')) return
    const shortcut = shortcutFor(event, focusOf(event.target), shortcuts)
    if (shortcut === null) return
    event.preventDefault()
    shortcut.run()
  }
  onMounted(() => window.addEventListener('keydown', onKey))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKey))
}
