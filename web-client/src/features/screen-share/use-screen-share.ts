import { ref, type Ref } from 'vue'

export interface ScreenShare {
  readonly sharing: Readonly<Ref<boolean>>
  /** Asks the browser what to show, or stops showing it. */
  toggle(): Promise<void>
  stop(): Promise<void>
}

/** The clerk's screen, a window or a tab, as the browser lets choose; it also ends by the browser's own "stop sharing". */
export function useScreenShare(send: (track: MediaStreamTrack | null) => Promise<void>, devices: MediaDevices = navigator.mediaDevices): ScreenShare {
  const sharing = ref(false)
  let track: MediaStreamTrack | null = null

  async function start(): Promise<void> {
    try {
      const shown = await devices.getDisplayMedia({ video: { frameRate: { max: 15 } }, audio: false })
      track = shown.getVideoTracks()[0] ?? null
    } catch {
      return // the choice was closed, or this browser has no screens to show
    }
    if (track === null) return
    track.contentHint = 'detail'
    track.addEventListener('ended', () => void stop())
    sharing.value = true
    await send(track)
  }

  async function stop(): Promise<void> {
    if (track === null) return
    track.stop()
    track = null
    sharing.value = false
    await send(null)
  }

  return { sharing, stop, toggle: () => (sharing.value ? stop() : start()) }
}
