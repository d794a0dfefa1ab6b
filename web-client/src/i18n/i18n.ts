import { computed, inject, shallowRef, type App, type ComputedRef, type InjectionKey } from 'vue'
import { format, type Values } from './format'
import { languages, layersOf, loadMessages, type Face, type Language, type MessageKey, type Messages } from './messages'

export interface I18n<F extends Face> {
  /** The text in the page's language; a change of language re-renders what used it. */
  t(key: MessageKey<F>, values?: Values): string
  readonly language: ComputedRef<Language>
  setLanguage(language: Language): Promise<void>
  /** Loads the words of a page that comes later, also for every language chosen from then on; once it resolves they can be used. */
  need(face: Face): Promise<void>
  /** Picks between a Chinese and an English text that came from the server. */
  pick(chinese: string, english: string | null | undefined): string
}

interface Words {
  readonly language: Language
  readonly layers: ReadonlySet<string>
  readonly messages: Messages
}

const key: InjectionKey<I18n<Face>> = Symbol('i18n')
const memory = 'virtualwindow.language'

/**
 * Loads a face's messages, so that the first paint has words; install the result with `app.use`.
 * @param remember false on a kiosk: the next person starts in Chinese again.
 */
export async function createI18n<F extends Face>(face: F, remember = true): Promise<I18n<F> & { install(app: App): void }> {
  const first = remember ? preferredLanguage() : 'zh-CN'
  const layers = new Set(layersOf(face))
  const state = shallowRef<Words>({ language: first, layers: new Set(layers), messages: await loadMessages(layers, first) })
  let chosen = first
  show(first)

  /** Anew when somebody asked for more while words came: whoever waits for one then finds all. */
  async function load(): Promise<void> {
    const [language, asked] = [chosen, new Set(layers)]
    const messages = await loadMessages(asked, language)
    if (language !== chosen || asked.size !== layers.size) return load()
    state.value = { language, layers: asked, messages }
  }

  const i18n: I18n<F> = {
    t: (messageKey, values) => format(state.value.messages[messageKey] ?? messageKey, values),
    language: computed(() => state.value.language),
    async setLanguage(language) {
      chosen = language
      await load().catch((lost: unknown) => {
        chosen = state.value.language
        throw lost
      })
      show(language)
      if (remember) store(language)
    },
    async need(later) {
      const missing = layersOf(later).filter((name) => !state.value.layers.has(name))
      missing.forEach((name) => layers.add(name))
      if (missing.length > 0) await load()
    },
    pick: (chinese, english) => (state.value.language === 'en' && english ? english : chinese),
  }
  return { ...i18n, install: (app) => void app.provide(key, i18n as I18n<Face>) }
}

/** The page's words: `const { t } = useI18n<'applicant'>()`. */
export function useI18n<F extends Face>(): I18n<F> {
  const i18n = inject(key)
  if (i18n === undefined) throw new Error('Install createI18n(...) on the app first.')
  return i18n as I18n<F>
}

/** What the person chose before, else Chinese: the hall's first language whatever the browser's. */
function preferredLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorageItem()
  return languages.find((language) => language === asked) ?? 'zh-CN'
}

function localStorageItem(): string | null {
  try {
    return localStorage.getItem(memory)
  } catch {
    return null
  }
}

function store(language: Language): void {
  try {
    localStorage.setItem(memory, language)
  } catch {
    // Storage is forbidden here; the choice then lasts as long as the page.
  }
}

function show(language: Language): void {
  document.documentElement.lang = language
}
