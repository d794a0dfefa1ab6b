import { ref, shallowRef, type Ref } from 'vue'

export interface ScreenShare {
  readonly sharing: Readonly<Ref<boolean>>
  /** Shared, but nothing of it is sent now. */
  readonly paused: Readonly<Ref<boolean>>
  /** What its owner shows, for the owner's own eyes; null while nothing is shared. */
  readonly preview: Readonly<Ref<MediaStream | null>>
  /** Asks the browser what to show, or stops showing it. */
  toggle(): Promise<void>
  /** The others see nothing of it until it goes on. */
  pause(paused: boolean): Promise<void>
  stop(): Promise<void>
}

/** Phones have no screens to share, and a kiosk must not show its own. */
export const canShareScreen = (devices: Partial<MediaDevices> | undefined = navigator.mediaDevices): boolean =>
  typeof devices?.getDisplayMedia === 'function' && matchMedia('(pointer: fine)').matches

/** A screen, a window or a tab, as the browser lets choose; off until asked for; it also ends by the browser's own "stop sharing". */
export function useScreenShare(send: (track: MediaStreamTrack | null) => Promise<void>, devices: MediaDevices = navigator.mediaDevices): ScreenShare {
  const sharing = ref(false)
  const paused = ref(false)
  const preview = shallowRef<MediaStream | null>(null)
  let track: MediaStreamTrack | null = null

  async function start(): Promise<void> {
    let shown: MediaStream
    try {
      shown = await devices.getDisplayMedia({ video: { frameRate: { max: 15 } }, audio: false })
    } catch {
      return // the choice was closed, or this browser has no screens to show
    }
    track = shown.getVideoTracks()[0] ?? null
    if (track === null) return
    track.contentHint = 'detail'
    track.addEventListener('ended', () => void stop())
    sharing.value = true
    preview.value = shown
    await send(track)
  }

  async function pause(wanted: boolean): Promise<void> {
    if (track === null || paused.value === wanted) return
    paused.value = wanted
    await send(wanted ? null : track)
  }

  async function stop(): Promise<void> {
    if (track === null) return
    track.stop()
    track = null
    sharing.value = false
    paused.value = false
    preview.value = null
    await send(null)
  }

  return { sharing, paused, preview, stop, pause, toggle: () => (sharing.value ? stop() : start()) }
}
