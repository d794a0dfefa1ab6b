import type admin from './admin.zh-CN.json'
import type applicant from './applicant.zh-CN.json'
import type archive from './archive.zh-CN.json'
import type call from './call.zh-CN.json'
import type case_ from './case.zh-CN.json'
import type common from './common.zh-CN.json'
import type department from './department.zh-CN.json'
import type devices from './devices.zh-CN.json'
import type documents from './documents.zh-CN.json'
import type desk from './desk.zh-CN.json'
import type form from './form.zh-CN.json'
import type home from './home.zh-CN.json'
import type order from './order.zh-CN.json'
import type orders from './orders.zh-CN.json'
import type outside from './outside.zh-CN.json'
import type pad from './pad.zh-CN.json'
import type pipeline from './pipeline.zh-CN.json'
import type reviews from './reviews.zh-CN.json'
import type signing from './signing.zh-CN.json'
import type sitting from './sitting.zh-CN.json'
import type staff from './staff.zh-CN.json'
import type verify from './verify.zh-CN.json'
import type wall from './wall.zh-CN.json'

export type Language = 'zh-CN' | 'en'
export const languages: readonly Language[] = ['zh-CN', 'en']

interface FaceMessages {
  applicant: typeof applicant
  /** What applicants read while camera and microphone are tested; loaded with that page. */
  devices: typeof applicant & typeof devices
  /** What applicants read in the call; loaded with its page. */
  call: typeof applicant & typeof call & typeof form & typeof documents & typeof signing & typeof sitting
  /** What applicants read of their case: receipt, rating, progress, orders; loaded with these pages. */
  case: typeof applicant & typeof case_ & typeof order & typeof sitting
  desk: typeof desk & typeof staff & typeof form & typeof documents & typeof signing & typeof sitting
  wall: typeof wall & typeof staff & typeof sitting
  home: typeof home
  admin: typeof admin & typeof staff
  department: typeof department & typeof staff
  pipeline: typeof pipeline & typeof staff
  archive: typeof archive & typeof staff
  reviews: typeof reviews & typeof staff
  verify: typeof verify
  /** A phone that signs for a kiosk or a computer. */
  pad: typeof pad
  orders: typeof orders & typeof order & typeof staff
  outside: typeof outside & typeof staff
  /** How far an order is. */
  order: typeof order
  /** What desk and wall have in common; features of both use only these. */
  staff: typeof staff
  /** The form that applicant and clerk fill in together. */
  form: typeof form
  /** The documents that applicant and clerk look at together. */
  documents: typeof documents
  /** Reading, signing and stamping. */
  signing: typeof signing
  /** What happens within a sitting, as all of its pages say it. */
  sitting: typeof sitting
}

export type Face = keyof FaceMessages

/** Keys that a page of this face may use: its own and the common ones. */
export type MessageKey<F extends Face> = (keyof FaceMessages[F] | keyof typeof common) & string
export type Messages = Readonly<Record<string, string>>

/** Files whose words a face may use, later ones above earlier. */
const layers: Readonly<Record<Face, readonly string[]>> = {
  applicant: ['common', 'applicant'],
  devices: ['common', 'applicant', 'devices'],
  call: ['common', 'applicant', 'form', 'documents', 'signing', 'sitting', 'call'],
  case: ['common', 'applicant', 'order', 'sitting', 'case'],
  desk: ['common', 'staff', 'form', 'documents', 'signing', 'sitting', 'desk'],
  wall: ['common', 'staff', 'sitting', 'wall'],
  home: ['common', 'home'],
  admin: ['common', 'staff', 'admin'],
  department: ['common', 'staff', 'department'],
  pipeline: ['common', 'staff', 'pipeline'],
  archive: ['common', 'staff', 'archive'],
  reviews: ['common', 'staff', 'reviews'],
  verify: ['common', 'verify'],
  pad: ['common', 'pad'],
  orders: ['common', 'staff', 'order', 'orders'],
  outside: ['common', 'staff', 'outside'],
  order: ['order'],
  staff: ['common', 'staff'],
  form: ['common', 'form'],
  documents: ['common', 'documents'],
  signing: ['common', 'signing'],
  sitting: ['common', 'sitting'],
}

/** One file pair per layer, each loaded when its page and language are. */
const files = import.meta.glob<Messages>('./{common,applicant,devices,call,case,form,documents,signing,sitting,order}.*.json', { import: 'default' })

async function load(file: string): Promise<Messages> {
  const known = files[file] ?? (await import('./other-files')).otherFiles[file]
  return known === undefined ? {} : known()
}

export const layersOf = (face: Face): readonly string[] => layers[face]

/** The messages of some layers in one language. */
export async function loadMessages(names: Iterable<string>, language: Language): Promise<Messages> {
  const loaded = await Promise.all([...names].map((name) => load(`./${name}.${language}.json`)))
  return Object.assign({}, ...loaded) as Messages
}
