import type { Cancel, Clock } from './clock'
import { analyserSource, LevelMeter, type SampleSource } from './level-meter'
import type { LocalMedia } from './local-media'
import { Subject, type Observable } from './observable'
import { SilenceWatcher } from './silence-watcher'

/** The own microphone in a call: how loud it is, and whether it is on but gives nothing. */
export class MicrophoneWatch {
  private readonly silentSubject = new Subject(false)
  private readonly silence = new SilenceWatcher()
  private readonly meter: LevelMeter
  private readonly follow: Cancel

  constructor(clock: Clock, media: Pick<LocalMedia, 'tracks' | 'microphoneOn'>, open: (track: MediaStreamTrack) => SampleSource = analyserSource) {
    this.meter = new LevelMeter(clock, open, rms => this.silentSubject.set(this.silence.observe(clock.now(), rms, media.microphoneOn)))
    this.follow = media.tracks.subscribe(({ audio }) => {
      this.silentSubject.set(false)
      this.meter.attach(audio)
    })
  }

  get loudness(): Observable<number> {
    return this.meter.loudness
  }

  get silent(): Observable<boolean> {
    return this.silentSubject
  }

  close(): void {
    this.follow()
    this.meter.close()
  }
}
