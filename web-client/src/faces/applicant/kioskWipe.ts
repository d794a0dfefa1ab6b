import { request } from '@/signaling'
import type { Applicant } from './applicant'

/**
 * The next visitor finds nothing of this one: the place in the queue is given back, the cookie and all memory are dropped
 * and the page starts anew. The closed ticket's id (it names nobody) stays, so that its receipt is never shown again.
 */
export async function wipeKiosk({ session, memory, query, closeMedia, view }: Applicant): Promise<void> {
  const queued = view.value === 'waiting' || view.value === 'missed'
  closeMedia()
  if (queued) await session.leave()
  session.closeTicket()
  const closed = session.closedTicket.value
  memory.clear()
  memory.set('closed-ticket', closed)
  await request('DELETE', '/api/join')
  const site = query.siteId === null ? '' : `&site=${query.siteId}`
  location.replace(`${location.pathname}?kiosk=1${site}`)
}
