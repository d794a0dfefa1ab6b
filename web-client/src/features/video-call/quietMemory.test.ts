import { expect, it } from 'vitest'
import { QuietMemory } from './quietMemory'

function storage(first: string | null = null) {
  let kept = first
  return { getItem: () => kept, setItem: (_key: string, value: string) => void (kept = value) }
}

it('keeps a mute over a reload of the same session, and of no other', () => {
  const tab = storage()
  new QuietMemory('s1', tab).remember({ microphone: true })
  expect(new QuietMemory('s1', tab).quiet).toEqual({ microphone: true, camera: false })
  expect(new QuietMemory('s2', tab).quiet).toEqual({ microphone: false, camera: false })
})

it('changes one without the other', () => {
  const memory = new QuietMemory('s1', storage())
  memory.remember({ microphone: true })
  memory.remember({ camera: true })
  memory.remember({ microphone: false })
  expect(memory.quiet).toEqual({ microphone: false, camera: true })
})

it('takes nonsense and forbidden storage for nothing', () => {
  expect(new QuietMemory('s1', storage('{oops')).quiet.microphone).toBe(false)
  const forbidden = { getItem: () => { throw new Error('denied') }, setItem: () => { throw new Error('denied') } }
  const memory = new QuietMemory('s1', forbidden)
  memory.remember({ microphone: true })
  expect(memory.quiet.microphone).toBe(false)
})
