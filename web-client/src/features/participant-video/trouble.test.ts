import { describe, expect, it } from 'vitest'
import type { LinkState, Quality, RemoteMedia } from '@/call-engine'
import { troubleOf } from './trouble'

const up: LinkState = { kind: 'connected', since: 0 }
const good: Quality = { level: 'good', cause: 'none' }

function remote(link: LinkState, quality: Quality): RemoteMedia {
  return { participantId: 'a', stream: null, screen: null, link, quality, sample: null }
}

describe('troubleOf', () => {
  it('says nothing while all is well, nor before the first packet', () => {
    expect(troubleOf({ connected: true }, remote(up, good))).toBeNull()
    expect(troubleOf({ connected: true }, remote({ kind: 'connecting', attempt: 1 }, { level: 'checking', cause: 'none' }))).toBeNull()
    expect(troubleOf({ connected: true }, undefined)).toBeNull()
  })

  it('blames the other line when the server hears nothing from it', () => {
    expect(troubleOf({ connected: false }, remote(up, { level: 'lost', cause: 'no-answer' }))).toEqual({ kind: 'their-line' })
  })

  it('says that nothing arrives although the connection calls itself up', () => {
    expect(troubleOf({ connected: true }, remote(up, { level: 'lost', cause: 'no-answer' }))).toEqual({ kind: 'no-answer' })
  })

  it('says reconnecting only while it really tries', () => {
    const lost: Quality = { level: 'lost', cause: 'no-answer' }
    expect(troubleOf({ connected: true }, remote({ kind: 'connecting', attempt: 3 }, lost))).toEqual({ kind: 'trying', attempt: 3 })
  })

  it('names the cause of a weak line', () => {
    expect(troubleOf({ connected: true }, remote(up, { level: 'weak', cause: 'jitter' }))).toEqual({ kind: 'weak', cause: 'jitter' })
  })
})
