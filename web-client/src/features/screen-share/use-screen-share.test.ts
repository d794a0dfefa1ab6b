import { describe, expect, it } from 'vitest'
import { useScreenShare } from './use-screen-share'

function screen(): MediaStreamTrack & { end(): void } {
  let ended: (() => void) | null = null
  const track = {
    contentHint: '', readyState: 'live',
    addEventListener: (_: string, listener: () => void) => (ended = listener),
    stop() { this.readyState = 'ended' },
    end: () => ended?.(),
  }
  return track as unknown as MediaStreamTrack & { end(): void }
}

function devices(track: MediaStreamTrack | null): MediaDevices {
  const getDisplayMedia = async (): Promise<unknown> => {
    if (track === null) throw new DOMException('closed', 'NotAllowedError')
    return { getVideoTracks: () => [track] }
  }
  return { getDisplayMedia } as unknown as MediaDevices
}

describe('useScreenShare', () => {
  it('sends what was chosen, for reading, until it is stopped', async () => {
    const [track, sent] = [screen(), [] as unknown[]]
    const share = useScreenShare(async one => void sent.push(one), devices(track))
    await share.toggle()
    expect([share.sharing.value, sent, track.contentHint]).toEqual([true, [track], 'detail'])
    await share.toggle()
    expect([share.sharing.value, sent, track.readyState]).toEqual([false, [track, null], 'ended'])
  })

  it('sends nothing while paused and goes on with the same picture', async () => {
    const [track, sent] = [screen(), [] as unknown[]]
    const share = useScreenShare(async one => void sent.push(one), devices(track))
    await share.toggle()
    expect(share.preview.value).not.toBeNull()
    await share.pause(true)
    await share.pause(true)
    expect([share.sharing.value, share.paused.value, sent.at(-1), track.readyState]).toEqual([true, true, null, 'live'])
    await share.pause(false)
    expect([share.paused.value, sent]).toEqual([false, [track, null, track]])
    await share.pause(true)
    await share.toggle()
    expect([share.sharing.value, share.paused.value, share.preview.value]).toEqual([false, false, null])
  })

  it('ends by the browser\'s own button', async () => {
    const [track, sent] = [screen(), [] as unknown[]]
    const share = useScreenShare(async one => void sent.push(one), devices(track))
    await share.toggle()
    track.end()
    expect([share.sharing.value, sent.at(-1)]).toEqual([false, null])
  })

  it('changes nothing when the choice is closed', async () => {
    const sent: unknown[] = []
    const share = useScreenShare(async one => void sent.push(one), devices(null))
    await share.toggle()
    expect([share.sharing.value, sent]).toEqual([false, []])
  })
})
