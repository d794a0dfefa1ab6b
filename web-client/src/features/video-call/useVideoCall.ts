import { onBeforeUnmount, onMounted, ref, shallowRef, watch, type Ref } from 'vue'
import { browserClock, createCall, MicrophoneWatch, type CallState, type Cancel, type Clock, type LocalMedia, type LocalMediaState } from '@/call-engine'
import { publishingOver, watchingOver, type ApplicantHub, type CallView } from '@/signaling'
import { QuietMemory } from './quietMemory'

export interface VideoCallOptions {
  readonly hub: ApplicantHub
  readonly media: LocalMedia
  readonly call: Readonly<Ref<CallView>>
  readonly clock?: Clock
  /** Where a mute survives a reload; null where nothing may be kept. */
  readonly storage: Storage | null
}

/** The call while its page is shown: opens the devices if the check has not, follows each snapshot, and really ends with the page. */
export function useVideoCall({ hub, media, call, storage, clock = browserClock }: VideoCallOptions) {
  const { sessionId } = call.value
  const engine = createCall({
    ...publishingOver(hub, sessionId),
    ...watchingOver(hub, sessionId),
    setMedia: (microphone, camera) => hub.invoke('SetMedia', { sessionId, microphone, camera }),
  }, media, clock)

  const memory = new QuietMemory(sessionId, storage)
  const state = shallowRef<CallState>(engine.state.value)
  const devices = shallowRef<LocalMediaState>(media.state.value)
  const silent = ref(false)
  let microphone: MicrophoneWatch | null = null
  const subscriptions: Cancel[] = []

  onMounted(async () => {
    microphone = new MicrophoneWatch(clock, media)
    subscriptions.push(
      engine.state.subscribe((next) => (state.value = next)),
      media.state.subscribe((next) => (devices.value = next)),
      microphone.silent.subscribe((nothing) => (silent.value = nothing)),
      hub.onLink((link) => link === 'online' && engine.retryNow()),
      hub.onMediaMoved((news) => news.sessionId === sessionId && engine.moved(news.withinMilliseconds)),
      hub.onSpeaker((news) => news.sessionId === sessionId && engine.heard(news.participantId)),
    )
    if (memory.quiet.microphone) media.setMicrophone(false)
    if (memory.quiet.camera) media.setCamera(false)
    await media.open()
    if (!engine.state.value.ended) subscriptions.push(watch(call, (view) => engine.update(view), { immediate: true }))
  })

  onBeforeUnmount(() => {
    subscriptions.splice(0).forEach((cancel) => cancel())
    microphone?.close()
    engine.end()
  })

  return {
    state,
    devices,
    silent,
    channels: engine.channels,
    /** A second picture beside the camera; null ends it. */
    showBeside: (track: MediaStreamTrack | null) => engine.shareScreen(track),
    show: (participantId: string, height: number) => engine.show(participantId, height),
    setMicrophone(on: boolean) {
      media.setMicrophone(on)
      memory.remember({ microphone: !on })
    },
    setCamera(on: boolean) {
      media.setCamera(on)
      memory.remember({ camera: !on })
    },
  }
}
