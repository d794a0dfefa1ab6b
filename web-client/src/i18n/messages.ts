import type applicant from './applicant.zh-CN.json'
import type common from './common.zh-CN.json'
import type desk from './desk.zh-CN.json'
import type wall from './wall.zh-CN.json'

export type Language = 'zh-CN' | 'en'
export const languages: readonly Language[] = ['zh-CN', 'en']

interface FaceMessages {
  applicant: typeof applicant
  desk: typeof desk
  wall: typeof wall
}

export type Face = keyof FaceMessages

/** Keys that a page of this face may use: its own and the common ones. */
export type MessageKey<F extends Face> = (keyof FaceMessages[F] | keyof typeof common) & string
export type Messages = Readonly<Record<string, string>>

/** One file pair per face, each loaded when its page and language are. */
const files = import.meta.glob<Messages>('./*.json', { import: 'default' })

/** The messages of one face in one language; the common ones are beneath. */
export async function loadMessages(face: Face, language: Language): Promise<Messages> {
  const [shared, own] = await Promise.all(['common', face].map((name) => files[`./${name}.${language}.json`]?.()))
  return { ...shared, ...own }
}
