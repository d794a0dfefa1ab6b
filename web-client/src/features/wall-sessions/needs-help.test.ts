import { describe, expect, it } from 'vitest'
import type { ParticipantView, WallSession } from '@/signaling'
import { byNeed, needOf } from './needs-help'

const now = Date.parse('2026-11-23T10:00:00Z')
const ago = (seconds: number): string => new Date(now - seconds * 1000).toISOString()

function person(role: 'applicant' | 'clerk', connected = true): ParticipantView {
  return { participantId: role, role, displayName: role, siteName: null, connected, publishing: true, microphone: true, camera: true }
}

function session(sessionId: string, over: Partial<WallSession> = {}): WallSession {
  return {
    sessionId, ticketNumber: 'A001', itemName: '事项', itemNameEn: 'Item', clerkName: '李敏', siteId: 'gushi', fromSiteId: null,
    startedAt: ago(60), applicantJoined: true, held: false, participants: [person('applicant'), person('clerk')], recording: null, ...over,
  }
}

describe('who needs help', () => {
  it.each([
    ['none', session('s')],
    ['applicant-lost', session('s', { participants: [person('applicant', false), person('clerk')] })],
    ['clerk-lost', session('s', { participants: [person('applicant'), person('clerk', false)] })],
    ['not-joined', session('s', { applicantJoined: false })],
    ['none', session('s', { applicantJoined: false, startedAt: ago(10) })],
    ['held', session('s', { held: true })],
    ['long', session('s', { startedAt: ago(1_300) })],
  ] as const)('%s', (need, one) => {
    expect(needOf(one, now)).toBe(need)
  })

  it('does not call an applicant lost who has not entered yet', () => {
    const waiting = session('s', { applicantJoined: false, startedAt: ago(5), participants: [person('applicant', false), person('clerk')] })
    expect(needOf(waiting, now)).toBe('none')
  })

  it('sorts by need, then by age', () => {
    const sorted = byNeed([
      session('young'), session('old', { startedAt: ago(900) }), session('held', { held: true }),
      session('lost', { participants: [person('applicant', false)] }),
    ], now)
    expect(sorted.map(one => one.session.sessionId)).toEqual(['lost', 'held', 'old', 'young'])
  })
})
