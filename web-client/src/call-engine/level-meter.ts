import type { Cancel, Clock } from './clock'
import { Subject, type Observable } from './observable'

/** Reads the newest samples (−1..1) of a microphone. */
export interface SampleSource {
  /** @returns false while there is nothing to read, which is not silence: a browser holds sound back until somebody presses something. */
  read(into: Float32Array<ArrayBuffer>): boolean
  close(): void
}

/** 85 ms at 48 kHz, a little more than the time between two readings: no short word falls between them. */
const samplesPerReading = 4096

/** The browser's own source: an AnalyserNode, which costs nothing while it is not read. */
export function analyserSource(track: MediaStreamTrack): SampleSource {
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = samplesPerReading
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
  void context.resume()
  const read = (into: Float32Array<ArrayBuffer>): boolean => {
    analyser.getFloatTimeDomainData(into)
    return context.state === 'running'
  }
  return { read, close: () => void context.close() }
}

/** Root mean square of the samples: 0 = digital silence, 1 = full scale. */
export function loudness(samples: Float32Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length)
}

/** 0..1 as an ear judges it: −60 dB and below is 0, −10 dB and above is 1. */
export function meterPosition(rms: number): number {
  if (rms <= 0) return 0
  const decibels = 20 * Math.log10(rms)
  return Math.min(1, Math.max(0, (decibels + 60) / 50))
}

const readEveryMilliseconds = 80

/** Ten times a second: how loud the own microphone is. Follows the track; closes its audio context. */
export class LevelMeter {
  private readonly level = new Subject(0)
  private readonly samples = new Float32Array(new ArrayBuffer(samplesPerReading * 4))
  private source: SampleSource | null = null
  private timer: Cancel | null = null

  constructor(
    private readonly clock: Clock,
    private readonly open: (track: MediaStreamTrack) => SampleSource = analyserSource,
    /** Told of every reading, also of equal ones. */
    private readonly heard: (rms: number) => void = () => {},
  ) {}

  /** Loudness (RMS, 0..1); feed it to {@link meterPosition} to draw it. */
  get loudness(): Observable<number> {
    return this.level
  }

  attach(track: MediaStreamTrack | null): void {
    this.close()
    if (track === null) return
    this.source = this.open(track)
    this.timer = this.clock.every(readEveryMilliseconds, () => this.read())
  }

  close(): void {
    this.timer?.()
    this.source?.close()
    this.timer = null
    this.source = null
    this.level.set(0)
  }

  private read(): void {
    if (this.source?.read(this.samples) !== true) return
    const rms = loudness(this.samples)
    this.level.set(rms)
    this.heard(rms)
  }
}
