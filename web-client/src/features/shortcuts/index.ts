export { default as ShortcutSheet } from './ShortcutSheet.vue'
export { focusOf, shortcutFor, type Shortcut } from './shortcuts'
export { useShortcuts } from './use-shortcuts'
