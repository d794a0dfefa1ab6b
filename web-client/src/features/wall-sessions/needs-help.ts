import type { WallSession } from '@/signaling'

/** Why a session may need help, gravest first. */
export type Need = 'applicant-lost' | 'clerk-lost' | 'not-joined' | 'held' | 'long' | 'none'

const order: readonly Need[] = ['applicant-lost', 'clerk-lost', 'not-joined', 'held', 'long', 'none']
const joinMilliseconds = 30_000
const longMilliseconds = 20 * 60_000

/** @param now server's time in milliseconds since the epoch. */
export function needOf(session: WallSession, now: number): Need {
  const age = now - Date.parse(session.startedAt)
  const lost = (role: 'applicant' | 'clerk'): boolean =>
    session.participants.some(one => one.role === role && !one.connected)
  if (session.applicantJoined && lost('applicant')) return 'applicant-lost'
  if (lost('clerk')) return 'clerk-lost'
  if (!session.applicantJoined && age > joinMilliseconds) return 'not-joined'
  if (session.held) return 'held'
  return age > longMilliseconds ? 'long' : 'none'
}

/** Who needs help first comes first; among equals the longest session. */
export function byNeed(sessions: readonly WallSession[], now: number): { session: WallSession; need: Need }[] {
  return sessions
    .map(session => ({ session, need: needOf(session, now) }))
    .sort((a, b) =>
      order.indexOf(a.need) - order.indexOf(b.need)
      || Date.parse(a.session.startedAt) - Date.parse(b.session.startedAt)
      || a.session.sessionId.localeCompare(b.session.sessionId))
}
