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
