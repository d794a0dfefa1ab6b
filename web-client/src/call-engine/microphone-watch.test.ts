import { describe, expect, it } from 'vitest'
import { MicrophoneWatch } from './microphone-watch'
import { Subject } from './observable'
import { FakeClock } from './testing/fake-clock'
import { FakeTrack } from './testing/fake-media'

/** A microphone whose loudness is a function of time; null holds the sound back. */
function watchOf(rmsAt: (milliseconds: number) => number | null) {
  const clock = new FakeClock()
  const media = { tracks: new Subject({ audio: new FakeTrack('audio').asTrack(), video: null }), microphoneOn: true }
  const read = (into: Float32Array) => {
    const rms = rmsAt(clock.now())
    into.fill(rms ?? 0)
    return rms !== null
  }
  return { clock, media, watch: new MicrophoneWatch(clock, media, () => ({ read, close: () => {} })) }
}

describe('MicrophoneWatch', () => {
  it('hears short words between long pauses, whatever their rhythm', async () => {
    const { clock, watch } = watchOf(now => (now % 500 < 80 ? 0.2 : 0))
    const told: boolean[] = []
    watch.silent.subscribe(silent => told.push(silent))
    for (let i = 0; i < 120; i++) await clock.advance(100)
    expect(told).toEqual([false])
  })

  it('tells digital silence that lasts, and the first word after it', async () => {
    let rms = 0
    const { clock, watch } = watchOf(() => rms)
    for (let i = 0; i < 70; i++) await clock.advance(100)
    expect(watch.silent.value).toBe(true)
    rms = 0.1
    await clock.advance(100)
    expect(watch.silent.value).toBe(false)
  })

  it('does not take sound that the browser holds back for silence', async () => {
    const { clock, watch } = watchOf(() => null)
    for (let i = 0; i < 120; i++) await clock.advance(100)
    expect(watch.silent.value).toBe(false)
  })

  it('stops with the call', async () => {
    const { clock, watch } = watchOf(() => 0)
    watch.close()
    expect(clock.pendingTimers).toBe(0)
  })
})
