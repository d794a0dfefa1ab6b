import { onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'

export type Fit = 'cover' | 'contain'

/**
 * Fills the frame while little of the picture is lost; beyond that shows all of it.
 * @param picture, frame width / height; 0 or NaN while not known.
 * @param most how many times longer one side may become than what is shown of it: at 1.5 a third is cut off, half on each side, and a
 * face in the middle stays whole.
 */
export function fitOf(picture: number, frame: number, most: number): Fit {
  if (!(picture > 0) || !(frame > 0)) return 'cover'
  return Math.max(picture / frame, frame / picture) <= most ? 'cover' : 'contain'
}

export const modestCrop = 1.5

/** The fit of a video in its box, measured anew when the picture or the box changes its shape. */
export function useFit(video: Readonly<Ref<HTMLVideoElement | null>>, most: () => number = () => modestCrop): Readonly<Ref<Fit>> {
  const fit = ref<Fit>('cover')
  const measure = (): void => {
    const element = video.value
    if (element !== null) fit.value = fitOf(element.videoWidth / element.videoHeight, element.clientWidth / element.clientHeight, most())
  }
  let observer: ResizeObserver | null = null
  onMounted(() => {
    // "resize" of a video element is its picture's, e.g. when a phone is turned.
    video.value?.addEventListener('resize', measure)
    observer = new ResizeObserver(measure)
    if (video.value !== null) observer.observe(video.value)
  })
  onBeforeUnmount(() => {
    video.value?.removeEventListener('resize', measure)
    observer?.disconnect()
  })
  watch(most, measure)
  return fit
}
