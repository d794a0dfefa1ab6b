import { describe, expect, it } from 'vitest'
import { LevelMeter, loudness, meterPosition, type SampleSource } from './level-meter'
import { SilenceWatcher } from './silence-watcher'
import { FakeClock } from './testing/fake-clock'
import { FakeTrack } from './testing/fake-media'

describe('LevelMeter', () => {
  it('measures digital silence as 0 and full scale as 1', () => {
    expect(loudness(new Float32Array(512))).toBe(0)
    expect(loudness(new Float32Array(512).fill(-1))).toBe(1)
    expect([meterPosition(0), meterPosition(1), meterPosition(0.001)]).toEqual([0, 1, 0])
    expect(meterPosition(0.0316)).toBeCloseTo(0.6, 1) // −30 dB, ordinary speech
  })

  it('follows the track and closes its source', async () => {
    const clock = new FakeClock()
    let closed = 0
    const source: SampleSource = { read: into => into.fill(0.5).length > 0, close: () => void closed++ }
    const meter = new LevelMeter(clock, () => source)
    meter.attach(new FakeTrack('audio').asTrack())
    await clock.advance(100)
    expect(meter.loudness.value).toBeCloseTo(0.5)
    meter.attach(null)
    expect([closed, meter.loudness.value, clock.pendingTimers]).toEqual([1, 0, 0])
  })
})

describe('SilenceWatcher', () => {
  it('warns after six seconds of digital silence of a microphone that is on', () => {
    const watcher = new SilenceWatcher()
    expect(watcher.observe(0, 0, true)).toBe(false)
    expect(watcher.observe(5_900, 0, true)).toBe(false)
    expect(watcher.observe(6_000, 0, true)).toBe(true)
  })

  it('stays calm while muted, and in a quiet room', () => {
    const watcher = new SilenceWatcher()
    watcher.observe(0, 0, false)
    expect(watcher.observe(10_000, 0, false)).toBe(false)
    watcher.observe(11_000, 0.001, true)
    expect(watcher.observe(20_000, 0.001, true)).toBe(false)
  })
})
