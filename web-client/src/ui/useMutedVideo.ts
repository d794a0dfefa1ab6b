import { onMounted, useTemplateRef, watch } from 'vue'

/** Plays a stream in the component's element `ref="video"`, muted, which no browser wants a touch for first; once more whenever `again` changes. */
export function useMutedVideo(stream: () => MediaStream, again: () => unknown = stream): void {
  const element = useTemplateRef<HTMLVideoElement>('video')
  const play = (): void => {
    if (element.value === null) return
    element.value.srcObject = stream()
    void element.value.play().catch(() => {}) // the element is gone, or a newer stream has taken its place
  }
  onMounted(play)
  watch(again, play)
}
