import { onScopeDispose, ref, type Ref } from 'vue'
import { browserClock, meterPosition, MicrophoneWatch, type LocalMedia } from '@/call-engine'

/** Position of the level meter (0..1) and whether the microphone is on but gives nothing. */
export function useMicrophoneWatch(media: LocalMedia): { level: Readonly<Ref<number>>; silent: Readonly<Ref<boolean>> } {
  const level = ref(0)
  const silent = ref(false)
  const watch = new MicrophoneWatch(browserClock, media)
  watch.loudness.subscribe(rms => (level.value = meterPosition(rms)))
  watch.silent.subscribe(nothing => (silent.value = nothing))
  onScopeDispose(() => watch.close())
  return { level, silent }
}
