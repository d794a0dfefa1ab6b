import { describe, expect, it } from 'vitest'
import { ConnectionQuality, type Expectation, type Quality } from './connection-quality'
import type { MediaSample } from './media-sample'

const due: Expectation = { media: true, picture: true }
const perHalfSecond = { packets: 50, frames: 12, signsOfLife: 100 }

/** Feeds half-second samples of a line and remembers what was told. */
class Line {
  readonly quality = new ConnectionQuality()
  told: Quality = { level: 'checking', cause: 'none' }
  private sample: MediaSample

  constructor(direction: 'watch' | 'publish' = 'watch') {
    this.sample = {
      at: 0, direction, packets: 0, lost: 0, signsOfLife: 0, frames: 0, screenFrames: 0, freezeSeconds: 0,
      jitterSeconds: 0.01, roundTripSeconds: 0.03, audioLevel: 0.2, availableBitsPerSecond: 2_000_000,
    }
  }

  run(seconds: number, change: (former: MediaSample) => Partial<MediaSample> = () => ({}), expected = due): this {
    for (let i = 0; i < seconds * 2; i++) {
      const grown = {
        at: this.sample.at + 500,
        packets: this.sample.packets + perHalfSecond.packets,
        frames: this.sample.frames + perHalfSecond.frames,
        signsOfLife: this.sample.signsOfLife + perHalfSecond.signsOfLife,
      }
      this.sample = { ...this.sample, ...grown, ...change(this.sample) }
      this.told = this.quality.observe(this.sample, expected)
    }
    return this
  }
}

const nothing = (former: MediaSample): Partial<MediaSample> =>
  ({ packets: former.packets, frames: former.frames, signsOfLife: former.signsOfLife })
const noPackets = (former: MediaSample): Partial<MediaSample> => ({ packets: former.packets, frames: former.frames })

describe('ConnectionQuality', () => {
  it('calls a flowing line good', () => {
    expect(new Line().run(5).told).toEqual({ level: 'good', cause: 'none' })
  })

  it('tells a loss within three seconds of the last packet, but not after a hiccup', () => {
    const line = new Line().run(5).run(2, nothing)
    expect(line.told.level).not.toBe('lost')
    expect(line.run(0.5, nothing).told).toEqual({ level: 'lost', cause: 'no-answer' })
  })

  it('does not believe a node that answers checks but sends no media', () => {
    expect(new Line().run(5).run(3, noPackets).told.level).toBe('lost')
  })

  it('takes silence on hold for what it is', () => {
    const held: Expectation = { media: false, picture: false }
    expect(new Line().run(5).run(30, noPackets, held).told.level).toBe('good')
  })

  it('gives the media time to arrive when the hold ends', () => {
    const held: Expectation = { media: false, picture: false }
    const line = new Line().run(5).run(10, noPackets, held).run(1, noPackets)
    expect(line.told.level).not.toBe('lost')
  })

  it('says lost on hold too when the node answers nothing', () => {
    const held: Expectation = { media: false, picture: false }
    expect(new Line().run(5).run(5, nothing, held).told.level).toBe('lost')
  })

  it('judges sending by the answers, for packets leave even into a dead line', () => {
    const deaf = (former: MediaSample): Partial<MediaSample> => ({ signsOfLife: former.signsOfLife })
    expect(new Line('publish').run(5).run(4.5, deaf).told.level).toBe('lost')
  })

  it('keeps checking at the start and calls it lost after five seconds without a packet', () => {
    const line = new Line().run(3, nothing)
    expect(line.told.level).toBe('checking')
    expect(line.run(3, nothing).told.level).toBe('lost')
  })

  it.each<[Quality['cause'], (former: MediaSample) => Partial<MediaSample>]>([
    ['packets-lost', former => ({ lost: former.lost + 10 })],
    ['no-picture', former => ({ frames: former.frames })],
    ['freezing', former => ({ freezeSeconds: former.freezeSeconds + 0.2 })],
    ['delay', () => ({ roundTripSeconds: 0.7 })],
    ['jitter', () => ({ jitterSeconds: 0.09 })],
    ['narrow', () => ({ availableBitsPerSecond: 60_000 })],
  ])('names the cause of a weak line: %s', (cause, change) => {
    expect(new Line().run(5).run(3, change).told).toEqual({ level: 'weak', cause })
  })

  it('misses no picture from someone whose camera is off', () => {
    const still = (former: MediaSample): Partial<MediaSample> => ({ frames: former.frames })
    expect(new Line().run(5).run(10, still, { media: true, picture: false }).told.level).toBe('good')
  })

  it('stays weak for three seconds after the last trouble, so that the badge does not flicker', () => {
    const line = new Line().run(5).run(0.5, () => ({ roundTripSeconds: 0.7 }))
    expect(line.run(2, () => ({ roundTripSeconds: 0.03 })).told.level).toBe('weak')
    expect(line.run(2).told.level).toBe('good')
  })
})
