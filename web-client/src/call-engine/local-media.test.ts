import { beforeEach, describe, expect, it } from 'vitest'
import { LocalMedia } from './local-media'
import { FakeClock } from './testing/fake-clock'
import { FakeDevices, FakePage, FakeStream } from './testing/fake-media'

let clock: FakeClock
let devices: FakeDevices
let page: FakePage
let media: LocalMedia

beforeEach(() => {
  clock = new FakeClock()
  devices = new FakeDevices()
  page = new FakePage()
  media = create()
})

function create(over: { secure?: boolean; devices?: FakeDevices | null } = {}): LocalMedia {
  return new LocalMedia({
    devices: over.devices === undefined ? devices : over.devices,
    page: page.asPage(), secure: over.secure ?? true, newStream: FakeStream.create, clock, video: { facingMode: 'user' },
  })
}

describe('LocalMedia', () => {
  it('asks once for both devices and serves check and call with one stream', async () => {
    await media.open()
    await media.open()
    expect(devices.asked).toHaveLength(1)
    expect(media.stream.getTracks()).toHaveLength(2)
    expect(media.state.value).toEqual({ kind: 'ready', microphone: 'on', camera: 'on', failure: null })
  })

  it.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'no-device'],
    ['NotReadableError', 'in-use'],
    ['SecurityError', 'insecure'],
    ['TypeError', 'unknown'],
  ])('names the failure of %s', async (rejection, failure) => {
    devices.rejection = rejection
    expect(await media.open()).toEqual({ kind: 'failed', failure })
  })

  it('asks nothing on an insecure page or in a browser without devices', async () => {
    expect(await create({ secure: false }).open()).toEqual({ kind: 'failed', failure: 'insecure' })
    expect(await create({ devices: null }).open()).toEqual({ kind: 'failed', failure: 'unsupported' })
    expect(devices.asked).toHaveLength(0)
  })

  it('goes on with the microphone alone when there is no camera, and says so', async () => {
    devices.camera = false
    expect(await media.open()).toEqual({ kind: 'ready', microphone: 'on', camera: 'missing', failure: 'no-device' })
  })

  it('does not ask a second time after a refusal', async () => {
    devices.rejection = 'NotAllowedError'
    await media.open()
    expect(devices.asked).toHaveLength(1)
  })

  it('mutes without stopping the track', async () => {
    await media.open()
    media.setMicrophone(false)
    const track = devices.newest('audio')
    expect([track.enabled, track.readyState, media.microphoneOn]).toEqual([false, 'live', false])
  })

  it('keeps the mute when another microphone is chosen and stops the former', async () => {
    await media.open()
    const former = devices.newest('audio')
    media.setMicrophone(false)
    expect(await media.choose('audio', 'headset')).toBeNull()
    expect(media.chosenDevice('audio')).toBe('headset')
    expect([former.readyState, media.tracks.value.audio?.enabled]).toEqual(['ended', false])
  })

  it('keeps the old device when the chosen one cannot be opened', async () => {
    await media.open()
    devices.rejection = 'NotReadableError'
    expect(await media.choose('video', 'other')).toBe('in-use')
    expect(media.tracks.value.video?.readyState).toBe('live')
  })

  it('says lost when a device is pulled out and takes it back when it returns', async () => {
    await media.open()
    devices.camera = false
    devices.newest('video').unplug()
    await clock.advance(1_000)
    expect(media.state.value).toMatchObject({ camera: 'lost', microphone: 'on' })
    devices.camera = true
    devices.dispatchEvent(new Event('devicechange'))
    await clock.advance(1_000)
    expect(media.state.value).toMatchObject({ camera: 'on' })
  })

  it('opens by itself when the first device is plugged in, but asks nobody again who said no', async () => {
    devices.rejection = 'NotFoundError'
    await media.open()
    devices.rejection = null
    devices.dispatchEvent(new Event('devicechange'))
    await clock.advance(1_000)
    expect(media.state.value).toMatchObject({ kind: 'ready', microphone: 'on', camera: 'on' })
    media.close()
    devices.rejection = 'NotAllowedError'
    await media.open()
    const asked = devices.asked.length
    devices.dispatchEvent(new Event('devicechange'))
    await clock.advance(1_000)
    expect(devices.asked).toHaveLength(asked)
  })

  it('verifies the tracks when the page becomes visible, keeping the mute', async () => {
    await media.open()
    media.setMicrophone(false)
    devices.newest('audio').readyState = 'ended' // a sleeping phone raises no event
    page.show()
    await clock.advance(1_000)
    expect(media.tracks.value.audio?.readyState).toBe('live')
    expect(media.state.value).toMatchObject({ microphone: 'off' })
  })

  it('stops every track on close, also one that arrives after it', async () => {
    await media.open()
    media.close()
    const late = media.open()
    media.close()
    await late
    expect(devices.given.map(track => track.readyState)).toEqual(['ended', 'ended', 'ended', 'ended'])
    expect([media.state.value.kind, clock.pendingTimers]).toEqual(['idle', 0])
  })
})
