import { onBeforeUnmount, onMounted, ref, shallowRef, type Ref } from 'vue'
import type { Link, WallHub, WallSnapshot } from '@/signaling'

export interface Wall {
  readonly snapshot: Readonly<Ref<WallSnapshot | null>>
  readonly link: Readonly<Ref<Link>>
  readonly hub: WallHub
  nudge(): void
}

/** The floor as it is; a page that hangs on a wall for months must come back by itself. */
export function useWall(hub: WallHub): Wall {
  const snapshot = shallowRef<WallSnapshot | null>(null)
  const link = ref<Link>(hub.link)
  const ends = [hub.onState(state => (snapshot.value = state)), hub.onLink(now => (link.value = now))]
  const nudge = (): void => void hub.nudge()

  onMounted(() => {
    void hub.start()
    window.addEventListener('online', nudge)
  })
  onBeforeUnmount(() => {
    ends.forEach(end => end())
    window.removeEventListener('online', nudge)
    void hub.stop()
  })
  return { snapshot, link, hub, nudge }
}
