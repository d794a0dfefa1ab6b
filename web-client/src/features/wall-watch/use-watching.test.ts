import { effectScope, nextTick, ref, shallowRef } from 'vue'
import { beforeEach, describe, expect, it } from 'vitest'
import { createCall } from '@/call-engine'
import { FakeClock, settle } from '@/call-engine/testing/fake-clock'
import { FakeStream } from '@/call-engine/testing/fake-media'
import { FakePeers } from '@/call-engine/testing/fake-peer'
import type { Link, ParticipantView, WallHub, WallSession } from '@/signaling'
import { useWatching, type Watching } from './use-watching'

const person = (participantId: string, role: 'applicant' | 'clerk'): ParticipantView =>
  ({ participantId, role, displayName: role, siteName: null, connected: true, publishing: true, microphone: true, camera: true })
const both = [person('a', 'applicant'), person('c', 'clerk')]
const session = (sessionId: string): WallSession => ({
  sessionId, ticketNumber: 'A001', itemName: '事项', itemNameEn: 'Item', clerkName: '李敏', siteId: 'gushi', fromSiteId: null,
  startedAt: '2026-11-23T09:00:00Z', applicantJoined: true, held: false, participants: both, recording: null,
})

let asked: string[]
let peers: FakePeers
let refuse: boolean
const floor = shallowRef<readonly WallSession[] | null>(null)
const link = ref<Link>('online')
let watching: Watching
let scope: ReturnType<typeof effectScope>

beforeEach(() => {
  asked = []
  peers = new FakePeers()
  refuse = false
  floor.value = [session('s1'), session('s2')]
  link.value = 'online'
  scope = effectScope()
  const hub = { invoke: answer, onMediaMoved: () => () => {}, onSpeaker: () => () => {} } as unknown as WallHub
  const environment = { createPeer: peers.create, newStream: FakeStream.create, random: () => 0.5, onNetworkChange: () => () => undefined }
  watching = scope.run(() => useWatching(() => floor.value, () => link.value, hub, signaling => createCall(signaling, null, new FakeClock(), environment)))!
})

async function answer(method: string, request: { sessionId: string; participantIds?: string[] }): Promise<unknown> {
  asked.push([method, request.sessionId, request.participantIds?.join('+')].filter(Boolean).join(' '))
  if (refuse) return { value: null, refusal: { code: 'not-found', message: '已结束', messageEn: 'Ended' } }
  if (method === 'EnterSession') return { value: { sessionId: request.sessionId, participantId: 'me', participants: both, iceServers: [] }, refusal: null }
  return { value: method === 'Watch' ? { sdp: 'offer', connectionId: 'c', version: 1 } : {}, refusal: null }
}

describe('useWatching', () => {
  it('enters announced and watches both sides, sending nothing', async () => {
    await watching.enter('s1')
    await settle()
    expect(asked).toEqual(['EnterSession s1', 'Watch s1 a+c', 'AnswerWatch s1'])
    expect(peers.made.flatMap(peer => peer.lines)).toEqual([])
  })

  it('gives its seat back on leaving and before entering another session', async () => {
    await watching.enter('s1')
    await watching.enter('s2')
    await watching.leave()
    expect(asked.filter(name => name.includes('Session'))).toEqual(['EnterSession s1', 'LeaveSession s1', 'EnterSession s2', 'LeaveSession s2'])
    expect(peers.open).toHaveLength(0)
  })

  it('says that the session has ended when it leaves the floor', async () => {
    await watching.enter('s1')
    floor.value = [session('s2')]
    await nextTick()
    expect([watching.view.value, watching.ended.value, peers.open.length]).toEqual([null, true, 0])
  })

  it('enters again after the line was down', async () => {
    await watching.enter('s1')
    link.value = 'offline'
    await nextTick()
    link.value = 'online'
    await nextTick()
    await settle()
    expect(asked.filter(name => name === 'EnterSession s1')).toHaveLength(2)
  })

  it('shows a refusal and stays outside', async () => {
    refuse = true
    await watching.enter('s1')
    expect([watching.refusal.value?.code, watching.view.value]).toEqual(['not-found', null])
  })

  it('gives its seat back when the page goes', async () => {
    await watching.enter('s1')
    scope.stop()
    await settle()
    expect([asked.at(-1), peers.open.length]).toEqual(['LeaveSession s1', 0])
  })
})
