import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { createCall, createLocalMedia, type Call, type CallState, type DataChannels, type LocalMedia, type LocalMediaState } from '@/call-engine'
import { useScreenShare, type ScreenShare } from '@/features/screen-share'
import { publishingOver, watchingOver, type DeskHub, type DeskSessionView, type Link } from '@/signaling'

export interface DeskCall {
  readonly state: Readonly<Ref<CallState | null>>
  readonly media: Readonly<Ref<LocalMediaState>>
  /** Own picture; the same object all the time. */
  readonly ownStream: MediaStream
  readonly localMedia: LocalMedia
  /** Those of the running call; null while there is none. */
  channels(): DataChannels | null
  /** How high the page shows somebody, in device pixels. */
  show(participantId: string, height: number): void
  toggleMicrophone(): void
  toggleCamera(): void
  /** The clerk's screen, for all others in the session. */
  readonly screen: ScreenShare
  toggleShare(): void
  /** After a refused permission or a missing device. */
  openDevices(): Promise<void>
}

/** The call of the running session: begins with it, follows its snapshots, ends with it. */
export function useDeskCall(session: () => DeskSessionView | null, link: () => Link, hub: DeskHub): DeskCall {
  const localMedia = createLocalMedia()
  const state = shallowRef<CallState | null>(null)
  const media = ref<LocalMediaState>(localMedia.state.value)
  let call: Call | null = null
  let callFor: string | null = null
  const forgetMoves = hub.onMediaMoved(news => void (news.sessionId === callFor && call?.moved(news.withinMilliseconds)))
  const forgetSpeakers = hub.onSpeaker(news => void (news.sessionId === callFor && call?.heard(news.participantId)))
  const screen = useScreenShare(async track => void (await call?.shareScreen(track)))
  const unsubscribe = localMedia.state.subscribe(now => (media.value = now))

  function begin({ sessionId }: DeskSessionView): Call {
    const signaling = {
      ...publishingOver(hub, sessionId),
      ...watchingOver(hub, sessionId),
      setMedia: (microphone: boolean, camera: boolean) => hub.invoke('SetMedia', { sessionId, microphone, camera }),
    }
    void localMedia.open()
    const begun = createCall(signaling, localMedia)
    begun.state.subscribe(now => (state.value = now))
    return begun
  }

  function end(): void {
    void screen.stop()
    call?.end()
    call = null
    callFor = null
    state.value = null
  }

  watch(session, view => {
    if (view === null || view.sessionId !== callFor) end()
    if (view === null) return
    call ??= begin(view)
    callFor = view.sessionId
    call.update(view)
  }, { immediate: true })
  watch(link, now => {
    if (now === 'online') call?.retryNow()
    else if (now === 'superseded') end()
  })
  onScopeDispose(() => {
    end()
    localMedia.close()
    forgetMoves()
    forgetSpeakers()
    unsubscribe()
  })

  /** A press on a switch that has no device behind it is a wish to have one. */
  function orOpen(toggle: () => void): void {
    if (localMedia.state.value.kind === 'failed') void localMedia.open()
    else toggle()
  }

  return {
    state, media, localMedia, ownStream: localMedia.stream,
    channels: () => call?.channels ?? null,
    show: (participantId, height) => call?.show(participantId, height),
    toggleMicrophone: () => orOpen(() => localMedia.setMicrophone(!localMedia.microphoneOn)),
    toggleCamera: () => orOpen(() => localMedia.setCamera(!localMedia.cameraOn)),
    screen,
    toggleShare: () => void (call === null ? screen.stop() : screen.toggle()),
    openDevices: async () => void (await localMedia.open()),
  }
}
