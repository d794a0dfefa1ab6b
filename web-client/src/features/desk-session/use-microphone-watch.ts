import { onScopeDispose, ref, type Ref } from 'vue'
import { browserClock, LevelMeter, meterPosition, SilenceWatcher, type LocalMedia } from '@/call-engine'

/** Position of the level meter (0..1) and whether the microphone is on but gives nothing. */
export function useMicrophoneWatch(media: LocalMedia): { level: Readonly<Ref<number>>; silent: Readonly<Ref<boolean>> } {
  const level = ref(0)
  const silent = ref(false)
  const meter = new LevelMeter(browserClock)
  const watcher = new SilenceWatcher()
  const ends = [
    media.tracks.subscribe(tracks => meter.attach(tracks.audio)),
    meter.loudness.subscribe(rms => {
      level.value = meterPosition(rms)
      silent.value = watcher.observe(browserClock.now(), rms, media.microphoneOn)
    }),
  ]
  onScopeDispose(() => {
    ends.forEach(end => end())
    meter.close()
  })
  return { level, silent }
}
