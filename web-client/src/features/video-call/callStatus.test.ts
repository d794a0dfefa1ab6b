import { describe, expect, it } from 'vitest'
import { callStatus, type CallFacts } from './callStatus'

const good = { level: 'good', cause: 'none' } as const
const lost = { level: 'lost', cause: 'no-answer' } as const
const fine: CallFacts = {
  link: 'online', held: false, receiving: good, sending: good,
  clerk: { connected: true, publishing: true, camera: true, microphone: true },
}
const kind = (change: Partial<CallFacts>): string => callStatus({ ...fine, ...change }).kind

describe('callStatus', () => {
  it('says nothing while all is well', () => {
    expect(kind({})).toBe('fine')
  })

  it('keeps silent about the hub while picture and sound still flow', () => {
    expect(kind({ link: 'offline' })).toBe('fine')
    expect(kind({ link: 'offline', receiving: lost })).toBe('offline')
  })

  it('tells whose line is gone', () => {
    expect(kind({ clerk: { connected: false, publishing: true, camera: true, microphone: true }, receiving: lost })).toBe('clerkLost')
    expect(kind({ receiving: lost })).toBe('lost')
    expect(kind({ sending: lost })).toBe('ownLost')
  })

  it('is connecting until something has arrived', () => {
    expect(kind({ receiving: null })).toBe('connecting')
    expect(kind({ receiving: { level: 'checking', cause: 'none' } })).toBe('connecting')
    expect(kind({ clerk: null, receiving: null })).toBe('connecting')
  })

  it('does not call a held call broken', () => {
    expect(kind({ held: true, receiving: lost })).toBe('held')
  })

  it('names the frozen picture', () => {
    expect(kind({ receiving: { level: 'weak', cause: 'no-picture' } })).toBe('noPicture')
    expect(kind({ receiving: { level: 'weak', cause: 'jitter' } })).toBe('weak')
    expect(kind({ sending: { level: 'weak', cause: 'narrow' } })).toBe('ownWeak')
  })
})
