import { browserClock, type Cancel, type Clock } from '@/call-engine'

/** Plays one chime; resolves to false when the browser does not allow sound yet. */
export type Strike = () => Promise<boolean>

const everyMilliseconds = 2_500

/** Rings while an offer waits. No sound file: two soft tones made by WebAudio. */
export class Chime {
  private stopRinging: Cancel | null = null

  constructor(
    private readonly strike: Strike = webAudioStrike(),
    private readonly clock: Clock = browserClock,
  ) {}

  /** Rings now and again until stopped. @returns false when the browser keeps silent until the page is pressed. */
  async start(): Promise<boolean> {
    this.stop()
    this.stopRinging = this.clock.every(everyMilliseconds, () => void this.strike())
    return this.strike()
  }

  stop(): void {
    this.stopRinging?.()
    this.stopRinging = null
  }
}

function webAudioStrike(): Strike {
  let context: AudioContext | null = null
  return async () => {
    context ??= new AudioContext()
    if (context.state === 'suspended') await Promise.race([context.resume(), new Promise(resolve => setTimeout(resolve, 200))])
    if (context.state !== 'running') return false
    tone(context, 660, 0)
    tone(context, 880, 0.22)
    return true
  }
}

function tone(context: AudioContext, hertz: number, afterSeconds: number): void {
  const start = context.currentTime + afterSeconds
  const oscillator = new OscillatorNode(context, { type: 'sine', frequency: hertz })
  const gain = new GainNode(context, { gain: 0 })
  gain.gain.linearRampToValueAtTime(0.25, start + 0.02)
  gain.gain.exponentialRampToValueAtTime(0.001, start + 0.6)
  oscillator.connect(gain).connect(context.destination)
  oscillator.start(start)
  oscillator.stop(start + 0.65)
}
