import { describe, expect, it } from 'vitest'
import type { ApplicantSnapshot, ApplicantStage, CallView, ReceiptView, TicketView } from '@/signaling'
import { stepIndex, viewOf, type ViewFacts } from './view'

const ticket = { ticketId: 't1', number: 'A001' } as TicketView
const snapshot = (stage: ApplicantStage): ApplicantSnapshot =>
  ({ sequence: 1, serverTime: '2026-11-23T09:00:00Z', stage, ticket, call: {} as CallView, receipt: {} as ReceiptView })
const start: ViewFacts = { snapshot: null, link: 'online', expected: false, step: 'regions', side: null, closedTicket: null }
const view = (change: Partial<ViewFacts>): string => viewOf({ ...start, ...change })

describe('viewOf', () => {
  it.each<[ApplicantStage, string]>([
    ['noTicket', 'guide'], ['waiting', 'waiting'], ['next', 'waiting'], ['called', 'called'], ['inCall', 'call'], ['onHold', 'call'],
    ['missed', 'missed'], ['finished', 'finished'], ['left', 'guide'],
  ])('shows stage %s as %s', (stage, expected) => {
    expect(view({ snapshot: snapshot(stage), step: 'guide' })).toBe(expected)
  })

  it('does not flash the start page while a kept place is being restored', () => {
    expect(view({ expected: true })).toBe('restoring')
    expect(view({ expected: true, snapshot: snapshot('waiting') })).toBe('waiting')
    expect(view({})).toBe('regions')
  })

  it('keeps the waiting page while the line is down', () => {
    expect(view({ snapshot: snapshot('waiting'), link: 'offline' })).toBe('waiting')
  })

  it('leaves a side page when a clerk calls', () => {
    expect(view({ snapshot: snapshot('waiting'), side: 'unfinished' })).toBe('unfinished')
    expect(view({ snapshot: snapshot('called'), side: 'unfinished' })).toBe('called')
  })

  it('starts anew after the receipt was closed, and only for that ticket', () => {
    expect(view({ snapshot: snapshot('finished'), closedTicket: 't1' })).toBe('regions')
    expect(view({ snapshot: snapshot('finished'), closedTicket: 't0' })).toBe('finished')
  })

  it('stops when another tab took over, whatever the stage', () => {
    expect(view({ snapshot: snapshot('inCall'), link: 'superseded' })).toBe('superseded')
  })
})

it('puts every step of the way on the bar in order', () => {
  expect((['regions', 'guide', 'devices', 'waiting', 'call', 'finished'] as const).map(stepIndex)).toEqual([0, 1, 2, 3, 4, 5])
  expect(stepIndex('unfinished')).toBeNull()
})
