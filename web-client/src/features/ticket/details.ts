import type { PriorityNeed } from '@/signaling'

/** What the person may tell before taking a ticket; nothing of it must be told. */
export interface TicketDetails {
  readonly name: string
  readonly phone: string
  readonly priority: PriorityNeed
}

export const noDetails: TicketDetails = { name: '', phone: '', priority: 'none' }

export type DetailsFault = 'ticket.badName' | 'ticket.badPhone'

/** 2 to 50 characters as people count them (a rare Han character is one): Han or Latin letters, "·" and its like only within. */
const namePattern = /^(?=.{2,50}$)[\p{Script=Han}\p{Script=Latin}][\p{Script=Han}\p{Script=Latin}·.' -]*[\p{Script=Han}\p{Script=Latin}]$/u
const phonePattern = /^1[3-9]\d{9}$/

export function faultOf({ name, phone }: TicketDetails): DetailsFault | null {
  if (name.trim() !== '' && !namePattern.test(name.trim())) return 'ticket.badName'
  return phone.trim() !== '' && !phonePattern.test(phone.trim()) ? 'ticket.badPhone' : null
}

export const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())
