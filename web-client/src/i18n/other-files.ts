import type { Messages } from './messages'

/** Where the words of all pages lie; applicants load nothing of this list but their own part of it, which is in `messages.ts`. */
export const otherFiles = import.meta.glob<Messages>('./*.json', { import: 'default' })
