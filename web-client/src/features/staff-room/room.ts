import type { Refusal } from '@/signaling'

/** A door of the room's header. */
export interface RoomLink {
  readonly href: string
  readonly text: string
  /** Opens beside this page. */
  readonly apart?: boolean
}

/** Where the reading of a room's list stands; the room's own state says more about what was read. */
export type RoomState = { kind: 'loading' } | { kind: 'failed'; refusal: Refusal } | { kind: 'loaded' }
