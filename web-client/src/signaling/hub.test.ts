import { HubConnectionState } from '@microsoft/signalr'
import { describe, expect, it } from 'vitest'
import type { ApplicantSnapshot, Reply } from './contracts.gen'
import { applicantHub, type Connection, type Link } from './hub'

const snapshot = (sequence: number): ApplicantSnapshot =>
  ({ sequence, serverTime: '2026-11-23T09:00:00+00:00', stage: 'waiting', ticket: null, call: null, receipt: null })

/** A server's end of the line, driven by the test. */
class FakeLine {
  state = HubConnectionState.Disconnected
  starts = 0
  failNextStarts = 0
  readonly handlers = new Map<string, (...args: never[]) => void>()
  closed: () => void = () => {}
  answer: (method: string) => Promise<unknown> = async () => ({ value: snapshot(1), refusal: null } satisfies Reply<ApplicantSnapshot>)

  readonly connection = {
    start: async () => {
      this.starts++
      if (this.failNextStarts-- > 0) throw new Error('refused')
      this.state = HubConnectionState.Connected
    },
    stop: async () => this.drop(),
    invoke: (method: string) => this.answer(method),
    on: (name: string, handler: (...args: never[]) => void) => this.handlers.set(name, handler),
    onclose: (handler: () => void) => { this.closed = handler },
  }

  constructor() {
    Object.defineProperty(this.connection, 'state', { get: () => this.state })
  }

  drop(): void {
    if (this.state === HubConnectionState.Disconnected) return
    this.state = HubConnectionState.Disconnected
    this.closed()
  }

  send(name: string, ...args: unknown[]): void {
    this.handlers.get(name)?.(...args as never[])
  }
}

function open(line: FakeLine) {
  const waits: number[] = []
  const hub = applicantHub({
    connect: () => line.connection as unknown as Connection,
    random: () => 0.5,
    later: (run) => void setImmediate(run),
    wait: (milliseconds, goOn) => {
      if (milliseconds >= 3_000) return new Promise((resolve) => goOn.addEventListener('abort', () => resolve()))
      waits.push(milliseconds)
      return Promise.resolve()
    },
  })
  const links: Link[] = []
  const sequences: number[] = []
  hub.onLink((link) => links.push(link))
  hub.onState((state) => sequences.push(state.sequence))
  return { hub, waits, links, sequences }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('HubClient', () => {
  it('asks for a snapshot after connecting and then is online', async () => {
    const { hub, links, sequences } = open(new FakeLine())
    await hub.start()
    expect(links).toEqual(['stopped', 'connecting', 'online'])
    expect(sequences).toEqual([1])
  })

  it('drops snapshots that are older than the newest', async () => {
    const line = new FakeLine()
    const { hub, sequences } = open(line)
    await hub.start()
    line.send('State', snapshot(5))
    line.send('State', snapshot(4))
    line.send('State', snapshot(5))
    line.send('State', snapshot(6))
    expect(sequences).toEqual([1, 5, 5, 6])
  })

  it('tries for ever with growing jittered waits and says offline meanwhile', async () => {
    const line = new FakeLine()
    line.failNextStarts = 4
    const { hub, waits, links } = open(line)
    await hub.start()
    expect(waits).toEqual([200, 400, 800, 1600])
    expect(links.at(-1)).toBe('online')
    expect(links).toContain('offline')
  })

  it('comes back after a cut and believes the new snapshot even when the server counts anew', async () => {
    const line = new FakeLine()
    const { hub, links, sequences } = open(line)
    await hub.start()
    line.send('State', snapshot(40))
    line.drop()
    expect(hub.link).toBe('offline')
    await settle()
    expect(links.at(-1)).toBe('online')
    expect(line.starts).toBe(2)
    expect(sequences).toEqual([1, 40, 1])
  })

  it('does not start again within the close of the old connection, which would swallow the handshake', async () => {
    const line = new FakeLine()
    const { hub } = open(line)
    await hub.start()
    line.drop()
    await Promise.resolve()
    expect(line.starts).toBe(1)
    await settle()
    expect(line.starts).toBe(2)
  })

  it('stops and does not come back when another tab took over', async () => {
    const line = new FakeLine()
    const { hub } = open(line)
    await hub.start()
    line.send('Superseded')
    await settle()
    expect(hub.link).toBe('superseded')
    expect(line.starts).toBe(1)
  })

  it('answers with a refusal instead of throwing when the line is down', async () => {
    const line = new FakeLine()
    const { hub } = open(line)
    const before = await hub.invoke('LeaveQueue')
    expect(before.refusal?.code).toBe('unavailable')
    await hub.start()
    line.answer = () => Promise.reject(new Error('cut'))
    expect((await hub.invoke('HangUp')).refusal?.code).toBe('unavailable')
  })

  it('after a sleep treats a silent server as a lost line', async () => {
    const line = new FakeLine()
    const { hub } = open(line)
    await hub.start()
    line.answer = () => Promise.reject(new Error('dead socket'))
    const nudged = hub.nudge()
    line.answer = async () => ({ value: snapshot(9), refusal: null })
    await nudged
    await settle()
    expect(line.starts).toBe(2)
    expect(hub.link).toBe('online')
  })
})
