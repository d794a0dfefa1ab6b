import type { LocalMediaState, MediaFailure } from '@/call-engine'

/** What is wrong with the own devices; each has a sentence that says what to press. */
export type MediaTrouble = MediaFailure | 'asking' | 'microphone-lost' | 'camera-lost' | 'no-microphone' | 'no-camera'

export function mediaTrouble(state: LocalMediaState): MediaTrouble | null {
  if (state.kind === 'failed') return state.failure
  if (state.kind === 'asking') return 'asking'
  if (state.kind === 'idle') return null
  if (state.microphone === 'lost') return 'microphone-lost'
  if (state.microphone === 'missing') return 'no-microphone'
  if (state.camera === 'lost') return 'camera-lost'
  return state.camera === 'missing' ? 'no-camera' : null
}
