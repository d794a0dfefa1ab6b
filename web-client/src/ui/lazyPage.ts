import { defineAsyncComponent, type Component } from 'vue'
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
