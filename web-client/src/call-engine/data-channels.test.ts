import { beforeEach, describe, expect, it } from 'vitest'
import { DataChannels, maxMessageBytes, type ChannelMessage, type ChannelState } from './data-channels'
import { FakePeers, type FakeChannel } from './testing/fake-peer'

let channels: DataChannels
let peers: FakePeers

beforeEach(() => {
  channels = new DataChannels()
  peers = new FakePeers()
})

function connect(): { live: FakeChannel; files: FakeChannel } {
  const peer = peers.create()
  channels.attach(peer)
  const [live, files] = peer.channels
  if (!live || !files) throw new Error('channels were not offered')
  return { live, files }
}

describe('DataChannels', () => {
  it('offers an unordered unreliable and an ordered reliable channel by their agreed names', () => {
    const { live, files } = connect()
    expect([live.label, live.init]).toEqual(['live', { ordered: false, maxRetransmits: 0 }])
    expect([files.label, files.init]).toEqual(['files', { ordered: true }])
    expect([live.binaryType, files.binaryType]).toEqual(['arraybuffer', 'arraybuffer'])
  })

  it('sends when open, and says no before', () => {
    const { files } = connect()
    expect(channels.files.trySend('early')).toBe(false)
    files.open()
    expect(channels.files.trySend('now')).toBe(true)
    expect(channels.files.trySend(new Uint8Array([1, 2]))).toBe(true)
    expect(files.sent).toEqual(['now', new Uint8Array([1, 2])])
  })

  it('hands every message to every listener until it cancels', () => {
    const { live } = connect()
    live.open()
    const heard: ChannelMessage[] = []
    const cancel = channels.live.onMessage(message => heard.push(message))
    live.receive('a')
    cancel()
    live.receive('b')
    expect(heard).toEqual(['a'])
  })

  it('drops pointer positions when some already wait', () => {
    const { live } = connect()
    live.open()
    live.bufferedAmount = 20_000
    expect(channels.live.trySend('position')).toBe(false)
    live.bufferedAmount = 0
    expect(channels.live.trySend('position')).toBe(true)
  })

  it('waits for room in a file', async () => {
    const { files } = connect()
    files.open()
    expect(await channels.files.writable()).toBe(true)
    files.bufferedAmount = 2_000_000
    expect(channels.files.trySend('part')).toBe(false)
    const waiting = channels.files.writable()
    files.drain()
    expect(await waiting).toBe(true)
    expect(channels.files.trySend('part')).toBe(true)
  })

  it('opens anew on the next connection and tells them apart', async () => {
    const states: ChannelState[] = []
    channels.files.state.subscribe(state => states.push(state))
    const before = connect()
    before.files.open()
    before.files.bufferedAmount = 2_000_000
    const waiting = channels.files.writable()
    const after = connect()
    expect([await waiting, before.files.readyState]).toEqual([false, 'closed'])
    after.files.open()
    const heard: ChannelMessage[] = []
    channels.files.onMessage(message => heard.push(message))
    before.files.receive('from the past')
    after.files.receive('from now')
    expect(heard).toEqual(['from now'])
    expect(states.map(state => (state.kind === 'closed' ? 'closed' : `${state.kind} ${state.generation}`))).toEqual([
      'closed', 'opening 1', 'open 1', 'closed', 'opening 2', 'open 2',
    ])
  })

  it('is closed when the other side closes it', async () => {
    const { files } = connect()
    files.open()
    files.closeByRemote()
    expect([channels.files.state.value.kind, channels.files.trySend('x'), await channels.files.writable()]).toEqual(['closed', false, false])
  })

  it('lets nothing through that the node would refuse', () => {
    const { files } = connect()
    files.open()
    expect(() => channels.files.trySend(new ArrayBuffer(maxMessageBytes + 1))).toThrow(RangeError)
    expect(channels.files.trySend(new ArrayBuffer(maxMessageBytes))).toBe(true)
  })

  it('detaches without a trace', () => {
    const { live, files } = connect()
    channels.detach()
    expect([live.readyState, files.readyState, live.onmessage, files.onopen]).toEqual(['closed', 'closed', null, null])
  })
})
