import { onBeforeUnmount, onMounted, ref, shallowRef, watch, type Ref } from 'vue'
import { browserClock, createCall, LevelMeter, SilenceWatcher, type CallState, type Cancel, type Clock, type LocalMedia, type LocalMediaState } from '@/call-engine'
import type { ApplicantHub, CallView } from '@/signaling'

export interface VideoCallOptions {
  readonly hub: ApplicantHub
  readonly media: LocalMedia
  readonly call: Readonly<Ref<CallView>>
  readonly clock?: Clock
}

/** The call while its page is shown: opens the devices if the check has not, follows each snapshot, and really ends with the page. */
export function useVideoCall({ hub, media, call, clock = browserClock }: VideoCallOptions) {
  const { sessionId } = call.value
  const engine = createCall({
    publish: (sdp) => hub.invoke('Publish', { sessionId, sdp }),
    watch: (participantId, sdp) => hub.invoke('Watch', { sessionId, participantId, sdp }),
    setMedia: (microphone, camera) => hub.invoke('SetMedia', { sessionId, microphone, camera }),
  }, media, clock)

  const state = shallowRef<CallState>(engine.state.value)
  const devices = shallowRef<LocalMediaState>(media.state.value)
  const silent = ref(false)
  const meter = new LevelMeter(clock)
  const silence = new SilenceWatcher()
  const subscriptions: Cancel[] = []

  onMounted(async () => {
    subscriptions.push(
      engine.state.subscribe((next) => (state.value = next)),
      media.state.subscribe((next) => (devices.value = next)),
      media.tracks.subscribe((tracks) => meter.attach(tracks.audio)),
      clock.every(500, () => (silent.value = silence.observe(clock.now(), meter.loudness.value, media.microphoneOn))),
      hub.onLink((link) => link === 'online' && engine.retryNow()),
    )
    await media.open()
    if (!engine.state.value.ended) subscriptions.push(watch(call, (view) => engine.update(view), { immediate: true }))
  })

  onBeforeUnmount(() => {
    subscriptions.splice(0).forEach((cancel) => cancel())
    meter.close()
    engine.end()
  })

  return {
    state,
    devices,
    silent,
    setMicrophone: (on: boolean) => media.setMicrophone(on),
    setCamera: (on: boolean) => media.setCamera(on),
  }
}
