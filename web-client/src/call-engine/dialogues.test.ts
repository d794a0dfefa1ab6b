import { beforeEach, describe, expect, it } from 'vitest'
import { PublishDialogue, WatchDialogue, type OfferReply } from './dialogues'
import { FakePeers } from './testing/fake-peer'
import { settle } from './testing/fake-clock'

const gone = { value: null, refusal: { code: 'not-found', message: '没有找到', messageEn: 'Nothing was found' } }
let peers: FakePeers
let asked: string[]

beforeEach(() => {
  peers = new FakePeers()
  asked = []
})

describe('PublishDialogue', () => {
  const dialogue = (): PublishDialogue => new PublishDialogue({
    publish: async sdp => (asked.push(`publish ${sdp}`), { value: { sdp: 'answer', connectionId: 'c1' }, refusal: null }),
    restartIce: async (id, sdp) => (asked.push(`restart ${id} ${sdp}`), { value: { sdp: 'again', connectionId: id }, refusal: null }),
  })

  it('offers once and then only restarts ICE of the same connection', async () => {
    const publish = dialogue()
    const peer = peers.create()
    expect([await publish.open(peer), await publish.restart(peer)]).toEqual([null, null])
    expect(asked).toEqual(['publish offer-1', 'restart c1 offer-1'])
    expect(peer.offers).toEqual([{}, { iceRestart: true }])
    expect(peer.answer).toBe('again')
  })

  it('sends no offer of a peer that was closed, and takes no answer', async () => {
    const publish = dialogue()
    const peer = peers.create()
    const opening = publish.open(peer)
    peer.close()
    await opening
    expect([asked, peer.answer]).toEqual([[], null])
  })
})

describe('WatchDialogue', () => {
  let version: number
  let wanted: string[]
  let reply: (() => OfferReply) | null

  beforeEach(() => {
    version = 0
    wanted = ['a']
    reply = null
  })

  const dialogue = (): WatchDialogue => new WatchDialogue({
    watch: async (id, participants, restart) => {
      asked.push(`watch ${id} ${participants.join('+')}${restart ? ' restart' : ''}`)
      return reply?.() ?? { value: { sdp: `offer ${++version}`, connectionId: 'c1', version }, refusal: null }
    },
    answerWatch: async (id, number, sdp) => (asked.push(`answer ${id} ${number} ${sdp}`), { value: {}, refusal: null }),
  }, () => wanted)

  it('answers one offer after the other, whatever is asked for meanwhile', async () => {
    const watch = dialogue()
    const peer = peers.create()
    const rounds = [watch.open(peer)]
    wanted = ['a', 'b']
    rounds.push(watch.change(peer), watch.restart(peer))
    expect(await Promise.all(rounds)).toEqual([null, null, null])
    expect(asked).toEqual([
      'watch null a+b', 'answer c1 1 answer-1 to offer 1',
      'watch c1 a+b', 'answer c1 2 answer-1 to offer 2',
      'watch c1 a+b restart', 'answer c1 3 answer-1 to offer 3',
    ])
  })

  it('begins a new connection for a new peer', async () => {
    const watch = dialogue()
    await watch.open(peers.create())
    await watch.open(peers.create())
    expect(asked.filter(one => one.startsWith('watch'))).toEqual(['watch null a', 'watch null a'])
  })

  it('hands a refusal on, and the next round goes ahead', async () => {
    const watch = dialogue()
    const peer = peers.create()
    reply = () => gone
    expect((await watch.open(peer))?.code).toBe('not-found')
    reply = null
    expect(await watch.change(peer)).toBeNull()
  })

  it('answers nothing for a peer that was closed', async () => {
    const watch = dialogue()
    const peer = peers.create()
    const opening = watch.open(peer)
    peer.close()
    await opening
    await settle()
    expect(asked.filter(one => one.startsWith('answer'))).toEqual([])
  })
})
