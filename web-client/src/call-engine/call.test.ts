import { beforeEach, describe, expect, it } from 'vitest'
import { Call, type CallParticipant, type CallView } from './call'
import { LocalMedia } from './local-media'
import type { OfferReply } from './dialogues'
import type { StatsEntry } from './peer-port'
import { FakeClock } from './testing/fake-clock'
import { FakeDevices, FakePage, FakeStream, FakeTrack } from './testing/fake-media'
import { FakePeers } from './testing/fake-peer'

let clock: FakeClock
let peers: FakePeers
let devices: FakeDevices
let media: LocalMedia
let asked: string[]
let call: Call
let changeNetwork: () => void

beforeEach(async () => {
  clock = new FakeClock()
  peers = new FakePeers()
  devices = new FakeDevices()
  asked = []
  media = new LocalMedia({
    devices, page: new FakePage().asPage(), secure: true, newStream: FakeStream.create, clock, video: {},
  })
  await media.open()
  call = create(media)
})

function create(own: LocalMedia | null): Call {
  const answer = async (name: string): Promise<OfferReply> => {
    asked.push(name)
    return { value: { sdp: `answer to ${name}`, connectionId: 'c', version: asked.length }, refusal: null }
  }
  const signaling = {
    publish: () => answer('publish'),
    restartIce: () => answer('restart'),
    watch: (id: string | null, participantIds: readonly string[], restart: boolean) =>
      answer(`watch ${participantIds.join('+')}${id === null ? ' anew' : ''}${restart ? ' restart' : ''}`),
    answerWatch: async () => ({ value: {}, refusal: null }),
    setView: (participantId: string, height: number) => answer(`view ${participantId} ${height}`),
    setMedia: (microphone: boolean, camera: boolean) => answer(`media ${microphone} ${camera}`),
  }
  const onNetworkChange = (changed: () => void): (() => void) => {
    changeNetwork = changed
    return () => (changeNetwork = () => undefined)
  }
  return new Call(signaling, own, clock, { createPeer: peers.create, newStream: FakeStream.create, random: () => 0.5, onNetworkChange })
}

function person(participantId: string, over: Partial<CallParticipant> = {}): CallParticipant {
  return { participantId, connected: true, publishing: true, microphone: true, camera: true, ...over }
}

function view(others: CallParticipant[], over: Partial<CallView> = {}): CallView {
  return { participantId: 'me', participants: [person('me'), ...others], held: false, iceServers: [], ...over }
}

function flowing(packets: number): StatsEntry[] {
  return [{ type: 'inbound-rtp', kind: 'video', mid: 'v0', packetsReceived: packets, framesDecoded: packets / 4 }]
}

describe('Call', () => {
  it('publishes once and watches each other who publishes', async () => {
    call.update(view([person('a')]))
    call.update(view([person('a'), person('b')]))
    await clock.advance(0)
    expect(asked.filter(name => name !== 'publish')).toEqual(['watch a+b anew', 'watch a+b'])
    expect(asked.filter(name => name === 'publish')).toHaveLength(1)
    expect(peers.made).toHaveLength(2)
    expect(peers.at(0).lines.map(line => `${line.kind} ${line.direction}`)).toEqual(['audio sendonly', 'video sendonly', 'video sendonly'])
    expect(peers.at(1).lines).toEqual([])
  })

  it('offers the data channels on the publish connection only, and anew when that breaks', async () => {
    call.update(view([person('a')]))
    await clock.advance(0)
    expect(peers.made.map(peer => peer.channels.map(channel => channel.label))).toEqual([['live', 'files'], []])
    peers.at(0).become('connected')
    peers.at(0).channels.forEach(channel => channel.open())
    expect(call.channels.files.trySend('before')).toBe(true)
    peers.at(0).become('failed')
    expect([call.channels.files.state.value.kind, call.channels.files.trySend('while away')]).toEqual(['closed', false])
    await clock.advance(1_000)
    peers.at(2).channels.forEach(channel => channel.open())
    expect([call.channels.live.state.value, call.channels.files.trySend('after')]).toEqual([{ kind: 'open', generation: 2 }, true])
    call.end()
    expect(call.channels.files.state.value.kind).toBe('closed')
  })

  it('says how large somebody is shown once the picture can come, and again on each new connection', async () => {
    call.update(view([person('a')]))
    await clock.advance(0)
    call.show('a', 360)
    expect(asked).not.toContain('view a 360')
    peers.at(1).become('connected')
    expect(asked.filter(name => name === 'view a 360')).toHaveLength(1)
    call.show('a', 360)
    call.show('nobody', 100)
    expect(asked.filter(name => name.startsWith('view'))).toHaveLength(1)
    peers.at(1).become('failed')
    await clock.advance(1_000)
    peers.at(-1).become('connected')
    expect(asked.filter(name => name === 'view a 360')).toHaveLength(2)
  })

  it('sends the camera in three sizes and a screen in one', async () => {
    call.update(view([]))
    await clock.advance(0)
    expect(peers.at(0).lines.map(line => line.rids)).toEqual([[], ['q', 'h', 'f'], [undefined]])
  })

  it('tells who speaks, and nobody while held or after the end', async () => {
    call.update(view([person('a')]))
    call.heard('a')
    expect(call.state.value.speaker).toBe('a')
    call.update(view([person('a')], { held: true }))
    expect(call.state.value.speaker).toBeNull()
    call.update(view([person('a')]))
    call.heard(null)
    expect(call.state.value.speaker).toBeNull()
    call.end()
    call.heard('a')
    expect(call.state.value.speaker).toBeNull()
  })

  it('waits with watching until the other publishes, then keeps the connection while they reconnect', async () => {
    call.update(view([person('a', { publishing: false })]))
    expect(call.state.value.remotes).toHaveLength(0)
    call.update(view([person('a')]))
    call.update(view([person('a', { publishing: false, connected: false })]))
    await clock.advance(0)
    expect(asked.filter(name => name.startsWith('watch'))).toEqual(['watch a anew'])
    expect(call.state.value.remotes).toHaveLength(1)
  })

  it('lets go of one who left on the same connection', async () => {
    call.update(view([person('a'), person('b')]))
    await clock.advance(0)
    peers.at(1).receive(new FakeTrack('video'), 'a')
    call.update(view([person('b')]))
    await clock.advance(0)
    expect(call.state.value.remotes.map(remote => remote.participantId)).toEqual(['b'])
    expect(asked.filter(name => name !== 'publish')).toEqual(['watch a+b anew', 'watch b'])
    expect(peers.open).toHaveLength(2)
  })

  it('tells the tracks of several participants apart by their streams', () => {
    call.update(view([person('a'), person('b')]))
    peers.at(1).receive(new FakeTrack('audio'), 'a', 'a0')
    peers.at(1).receive(new FakeTrack('video'), 'b', 'v1')
    peers.at(1).receive(new FakeTrack('video'), 'a', 'v0')
    expect(call.state.value.remotes.map(remote => remote.stream?.getTracks().map(track => track.kind))).toEqual([['audio', 'video'], ['video']])
  })

  it('restarts ICE of both connections when the network changes, and keeps them', async () => {
    call.update(view([person('a')]))
    await clock.advance(0)
    peers.made.forEach(peer => peer.become('connected'))
    changeNetwork()
    await clock.advance(0)
    expect(asked.slice(2).toSorted()).toEqual(['restart', 'watch a restart'])
    expect(peers.open).toHaveLength(2)
    expect([call.state.value.publish?.link.kind, call.state.value.remotes[0]?.link.kind]).toEqual(['connected', 'connected'])
  })

  it('sends a second picture on its own line, through reconnects, until it ends', async () => {
    call.update(view([]))
    await clock.advance(0)
    const screen = new FakeTrack('video', 'screen')
    await call.shareScreen(screen.asTrack())
    expect(peers.at(0).lines[2]?.sender.track).toBe(screen.asTrack())
    peers.at(0).become('connected')
    peers.at(0).become('failed')
    await clock.advance(600)
    expect(peers.at(1).lines[2]?.sender.track).toBe(screen.asTrack())
    screen.unplug()
    await clock.advance(0)
    expect(peers.at(1).lines[2]?.sender.track).toBeNull()
    expect(asked).toEqual(['publish', 'publish'])
  })

  it('shows the second picture of another while it moves', async () => {
    call.update(view([person('a')]))
    await clock.advance(0)
    peers.at(1).become('connected')
    peers.at(1).receive(new FakeTrack('video'), 'a', 'v0')
    peers.at(1).receive(new FakeTrack('video'), 'a', 's0')
    peers.at(1).stats = flowing(100)
    await clock.advance(1_000)
    expect(call.state.value.remotes[0]?.screen).toBeNull()
    peers.at(1).stats = [...flowing(200), { type: 'inbound-rtp', kind: 'video', mid: 's0', framesDecoded: 3 }]
    await clock.advance(1_000)
    expect(call.state.value.remotes[0]?.screen?.getTracks()).toHaveLength(1)
    peers.at(1).stats = [...flowing(300), { type: 'inbound-rtp', kind: 'video', mid: 's0', framesDecoded: 3 }]
    await clock.advance(7_000)
    expect(call.state.value.remotes[0]?.screen).toBeNull()
  })

  it('shows the stream of another as soon as a track arrives', () => {
    call.update(view([person('a')]))
    peers.at(1).receive(new FakeTrack('video'))
    expect(call.state.value.remotes[0]?.stream?.getTracks()).toHaveLength(1)
  })

  it('watches again when the watched connection fails, with the former picture still shown', async () => {
    call.update(view([person('a')]))
    peers.at(1).receive(new FakeTrack('video'))
    await clock.advance(0)
    peers.at(1).become('connected')
    peers.at(1).become('failed')
    expect(call.state.value.remotes[0]?.link.kind).toBe('waiting')
    expect(call.state.value.remotes[0]?.stream).not.toBeNull()
    await clock.advance(600)
    expect(asked.filter(name => name === 'watch a anew')).toHaveLength(2)
  })

  it('publishes again after a failure with the mute kept', async () => {
    call.update(view([]))
    await clock.advance(0)
    media.setMicrophone(false)
    peers.at(0).become('connected')
    peers.at(0).become('failed')
    await clock.advance(600)
    expect(peers.at(1).lines[0]?.sender.track?.enabled).toBe(false)
  })

  it('negotiates everything again when the media node gave the session up, at its own moment', async () => {
    call.update(view([person('a')]))
    await clock.advance(0)
    peers.at(0).become('connected')
    peers.at(1).become('connected')
    call.moved(2_000)
    await clock.advance(900)
    expect(asked.toSorted()).toEqual(['publish', 'watch a anew'])
    await clock.advance(200) // half of the time, as the dice say here
    expect(asked.toSorted()).toEqual(['publish', 'publish', 'watch a anew', 'watch a anew'])
    expect(peers.open).toHaveLength(2)
  })

  it('does not come back to life when it ended before its moment', async () => {
    call.update(view([person('a')]))
    await clock.advance(0)
    call.moved(2_000)
    call.end()
    await clock.advance(5_000)
    expect([peers.open.length, clock.pendingTimers]).toEqual([0, 0])
  })

  it('puts a newly chosen camera into the running connection', async () => {
    call.update(view([]))
    await media.choose('video', 'document-camera')
    await clock.advance(0)
    expect(peers.at(0).lines[1]?.sender.track).toBe(media.tracks.value.video)
  })

  it('tells a frozen connection as lost within three seconds of its last packet and heals it', async () => {
    call.update(view([person('a')]))
    await clock.advance(0)
    peers.at(1).become('connected')
    peers.at(1).receive(new FakeTrack('video'))
    for (let i = 1; i <= 4; i++) {
      peers.at(1).stats = flowing(i * 100)
      await clock.advance(500)
    }
    expect(call.state.value.remotes[0]?.quality.level).toBe('good')
    await clock.advance(3_000)
    expect(call.state.value.remotes[0]?.quality).toEqual({ level: 'lost', cause: 'no-answer' })
    await clock.advance(3_500)
    expect(asked.filter(name => name === 'watch a restart')).toHaveLength(1)
    await clock.advance(4_500)
    expect(asked.filter(name => name === 'watch a anew')).toHaveLength(2)
    expect(call.state.value.remotes[0]?.quality.level).toBe('lost')
  })

  it('reports what is sent, and again when the server believes otherwise', async () => {
    call.update(view([]))
    await clock.advance(5_000)
    media.setMicrophone(false)
    expect(asked.at(-1)).toBe('media false true')
    await clock.advance(5_000)
    call.update({ ...view([]), participants: [person('me', { microphone: true })] })
    call.update({ ...view([]), participants: [person('me', { microphone: true })] })
    expect(asked.filter(name => name === 'media false true')).toHaveLength(2)
  })

  it('only watches without own media', async () => {
    call = create(null)
    call.update(view([person('a'), person('b')]))
    await clock.advance(0)
    expect(asked).toEqual(['watch a+b anew'])
    expect(call.state.value.publish).toBeNull()
  })

  it('uses the relay servers of the newest snapshot', () => {
    call.update(view([], { iceServers: [{ urls: ['turn:turn.example:3478'], username: 'u', credential: 'c' }] }))
    expect(peers.at(0).configuration.iceServers).toEqual([{ urls: ['turn:turn.example:3478'], username: 'u', credential: 'c' }])
  })

  it('transmits nothing after the end: no peer, no track, no timer', async () => {
    call.update(view([person('a')]))
    await clock.advance(1_000)
    call.end()
    call.update(view([person('a')]))
    await clock.advance(60_000)
    expect(peers.open).toHaveLength(0)
    expect(devices.given.every(track => track.readyState === 'ended')).toBe(true)
    expect([call.state.value.ended, clock.pendingTimers]).toEqual([true, 0])
  })
})
