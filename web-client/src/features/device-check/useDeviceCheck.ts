import { computed, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import { browserClock, LevelMeter, meterPosition, type Cancel, type Clock, type LocalMedia, type LocalMediaState } from '@/call-engine'
import { judgeNetwork, measureNetwork, type NetworkVerdict } from './networkCheck'

/** Above this the meter has moved with a voice and not with the fan of the machine. */
const heardAt = 0.35

export interface DeviceCheckOptions {
  readonly media: LocalMedia
  readonly clock?: Clock
}

/** Watches camera, microphone and line while the check is on the page. The stream stays open for the call. */
export function useDeviceCheck({ media, clock = browserClock }: DeviceCheckOptions) {
  const devices = shallowRef<LocalMediaState>(media.state.value)
  const level = ref(0)
  const heard = ref(false)
  const network = ref<NetworkVerdict | 'measuring'>('measuring')
  const meter = new LevelMeter(clock)
  const subscriptions: Cancel[] = []

  async function checkNetwork(): Promise<void> {
    network.value = 'measuring'
    network.value = judgeNetwork(await measureNetwork())
  }

  onMounted(() => {
    subscriptions.push(
      media.state.subscribe((state) => (devices.value = state)),
      media.tracks.subscribe((tracks) => meter.attach(tracks.audio)),
      meter.loudness.subscribe((loudness) => {
        level.value = meterPosition(loudness)
        heard.value ||= level.value >= heardAt
      }),
    )
    void media.open()
    void checkNetwork()
  })

  onBeforeUnmount(() => {
    subscriptions.splice(0).forEach((cancel) => cancel())
    meter.close()
  })

  const camera = computed(() => (devices.value.kind === 'ready' ? devices.value.camera : 'missing'))
  const microphone = computed(() => (devices.value.kind === 'ready' ? devices.value.microphone : 'missing'))
  const failure = computed(() => ('failure' in devices.value ? devices.value.failure : null))
  const asking = computed(() => devices.value.kind === 'asking' || devices.value.kind === 'idle')

  return { asking, camera, microphone, failure, level, heard, network, checkNetwork, openAgain: () => media.open() }
}
