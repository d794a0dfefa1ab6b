import type { MediaSample } from './media-sample'

export type QualityLevel = 'checking' | 'good' | 'weak' | 'lost'

/** Why, for a sentence a person can read; never shown as a code. */
export type QualityCause =
  | 'none'
  | 'no-answer' // nothing arrives from the media node
  | 'packets-lost'
  | 'delay'
  | 'jitter'
  | 'freezing'
  | 'no-picture' // sound arrives, the picture does not
  | 'narrow' // the line up is too thin for a picture

export interface Quality {
  readonly level: QualityLevel
  readonly cause: QualityCause
}

/** What ought to arrive now; without it silence would be mistaken for a loss, or a loss for silence. */
export interface Expectation {
  /** Packets must flow: someone sends and the session is not on hold. */
  readonly media: boolean
  readonly picture: boolean
}

const windowMilliseconds = 3_000
/** With half a second between samples a loss is told within three seconds of the last packet. */
const lostMilliseconds = { packets: 2_500, signsOfLife: 4_000, neverArrived: 5_000 } as const
const pictureGoneMilliseconds = 2_500
/** A weak line that got better must stay so for this long, else the badge would flicker. */
const recoverMilliseconds = 3_000
const shortestSpanMilliseconds = 900

const limits = {
  lossShare: 0.08,
  roundTripSeconds: 0.4,
  jitterSeconds: 0.06,
  freezeSeconds: 0.5,
  narrowBitsPerSecond: 120_000,
} as const

const checking: Quality = { level: 'checking', cause: 'none' }
const good: Quality = { level: 'good', cause: 'none' }

/**
 * Judges one connection from its samples (about two a second). It believes only counters that move: a connection may
 * call itself "connected" for 15 s after the cable is out. A loss is told within 3 s of the last packet.
 */
export class ConnectionQuality {
  private samples: MediaSample[] = []
  private proof: 'packets' | 'signsOfLife' | null = null
  private provedAt = 0
  private everProved = false
  private lastFrameAt = 0
  private weakUntil = 0
  private lastWeak: Quality = good

  observe(sample: MediaSample, expected: Expectation): Quality {
    this.remember(sample, expected)
    if (this.isLost(sample.at)) return { level: 'lost', cause: 'no-answer' }
    if (!this.everProved) return checking
    return this.steady(sample.at, this.weakness(sample, expected))
  }

  /** After a renewed connection the counters start again from zero. */
  reset(): void {
    this.samples = []
    this.proof = null
    this.everProved = false
  }

  private remember(sample: MediaSample, expected: Expectation): void {
    const former = this.samples.at(-1)
    const proof = expected.media && sample.direction === 'watch' ? 'packets' : 'signsOfLife'
    const proved = sample[proof] > (former?.[proof] ?? 0)
    // What is waited for has changed (hold ended, stream began): the time to arrive starts now.
    if (proved || proof !== this.proof) this.provedAt = sample.at
    if (proved) this.everProved = true
    this.proof = proof
    if (!former || !expected.picture || sample.frames > former.frames) this.lastFrameAt = sample.at
    this.samples = [...this.samples.filter(one => sample.at - one.at <= windowMilliseconds), sample]
  }

  private isLost(now: number): boolean {
    const limit = this.everProved ? lostMilliseconds[this.proof ?? 'packets'] : lostMilliseconds.neverArrived
    return now - this.provedAt >= limit
  }

  private weakness(sample: MediaSample, expected: Expectation): Quality | null {
    const first = this.samples[0] ?? sample
    if (!expected.media || sample.at - first.at < shortestSpanMilliseconds) return null
    const cause = this.causes(sample, first, expected).find(([applies]) => applies)?.[1]
    return cause ? { level: 'weak', cause } : null
  }

  /** The gravest first: the first that applies is the one told. */
  private causes(now: MediaSample, then: MediaSample, expected: Expectation): [boolean, QualityCause][] {
    const pictureGone = expected.picture && now.at - this.lastFrameAt >= pictureGoneMilliseconds
    return [
      [pictureGone, 'no-picture'],
      [lossShare(now, then) > limits.lossShare, 'packets-lost'],
      [expected.picture && now.freezeSeconds - then.freezeSeconds > limits.freezeSeconds, 'freezing'],
      [(now.roundTripSeconds ?? 0) > limits.roundTripSeconds, 'delay'],
      [(now.jitterSeconds ?? 0) > limits.jitterSeconds, 'jitter'],
      [expected.picture && (now.availableBitsPerSecond ?? Infinity) < limits.narrowBitsPerSecond, 'narrow'],
    ]
  }

  private steady(now: number, weakness: Quality | null): Quality {
    if (weakness) {
      this.weakUntil = now + recoverMilliseconds
      this.lastWeak = weakness
    }
    return now < this.weakUntil ? this.lastWeak : good
  }
}

function lossShare(now: MediaSample, then: MediaSample): number {
  const lost = Math.max(0, now.lost - then.lost)
  const packets = Math.max(0, now.packets - then.packets)
  return lost === 0 ? 0 : lost / (lost + packets)
}
