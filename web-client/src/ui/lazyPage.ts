import { defineAsyncComponent, defineComponent, h, type Component } from 'vue'
import { useI18n, type Face } from '@/i18n'
import PageFailed from './PageFailed.vue'
import PageLoading from './PageLoading.vue'

const attempts = 4

/** A page loaded when first needed. A lost chunk is asked for again a few times, then the page says so, with one button. */
export function lazyPage<T extends Component>(load: () => Promise<{ default: T }>): T {
  return defineAsyncComponent({
    loader: load,
    loadingComponent: PageLoading,
    errorComponent: PageFailed,
    delay: 300,
    onError: (_error, retry, fail, attempt) => void (attempt < attempts ? setTimeout(retry, 500 * 2 ** attempt) : fail()),
  }) as unknown as T
}

/** A lazy page with words of its own, shown when both are here. @param words the face whose words it speaks. */
export function speakingPage<T extends Component>(words: Face, load: () => Promise<{ default: T }>): T {
  return defineComponent((_, { attrs, slots }) => {
    const { need } = useI18n()
    const page = lazyPage(async () => (await Promise.all([load(), need(words)]))[0])
    return () => h(page, attrs, slots)
  }, { inheritAttrs: false }) as unknown as T
}
