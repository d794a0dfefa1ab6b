import type { Shortcut } from '@/features/shortcuts'
import type { I18n } from '@/i18n'

export type WorkTab = 'form' | 'documents' | 'signing' | 'notes' | 'materials' | 'cases'

const names = ['accept', 'decline', 'microphone', 'camera', 'share', 'hold', 'handOver', 'end', 'form', 'documents', 'signing', 'notes', 'materials', 'cases', 'ready', 'away', 'sheet'] as const
type DeskShortcut = (typeof names)[number]

const keys: Readonly<Record<DeskShortcut, string>> = {
  accept: 'Enter', decline: 'Escape', microphone: 'm', camera: 'v', share: 's', hold: 'h', handOver: 't', end: 'e',
  form: 'f', documents: 'd', signing: 'g', notes: 'n', materials: 'l', cases: 'c', ready: 'r', away: 'b', sheet: '?',
}

export interface DeskActions {
  offered(): boolean
  inSession(): boolean
  /** In a session, and not as a colleague. */
  responsible(): boolean
  accept(): void
  askDecline(): void
  microphone(): void
  camera(): void
  share(): void
  hold(): void
  handOver(): void
  end(): void
  tab(next: WorkTab): void
  ready(): void
  away(): void
  sheet(): void
}

/** Every key of the desk, each only where it makes sense. */
export function deskShortcuts(desk: DeskActions): Shortcut<DeskShortcut>[] {
  const always = (): boolean => true
  const idle = (): boolean => !desk.offered() && !desk.inSession()
  const table: Readonly<Record<DeskShortcut, [enabled: () => boolean, run: () => void]>> = {
    accept: [desk.offered, desk.accept],
    decline: [desk.offered, desk.askDecline],
    microphone: [desk.inSession, desk.microphone],
    camera: [desk.inSession, desk.camera],
    share: [desk.inSession, desk.share],
    hold: [desk.responsible, desk.hold],
    handOver: [desk.responsible, desk.handOver],
    end: [desk.responsible, desk.end],
    form: [desk.inSession, () => desk.tab('form')],
    documents: [desk.inSession, () => desk.tab('documents')],
    signing: [desk.inSession, () => desk.tab('signing')],
    notes: [desk.inSession, () => desk.tab('notes')],
    materials: [desk.inSession, () => desk.tab('materials')],
    cases: [desk.inSession, () => desk.tab('cases')],
    ready: [idle, desk.ready],
    away: [idle, desk.away],
    sheet: [always, desk.sheet],
  }
  return names.map(name => ({ name, key: keys[name], enabled: table[name][0], run: table[name][1] }))
}

/** The sheet's rows, in the order of a sitting. */
export function shortcutRows(t: I18n<'desk'>['t']): { key: string; words: string }[] {
  const shown = (key: string): string => (key === 'Escape' ? 'Esc' : key.length === 1 ? key.toUpperCase() : key)
  return names.map(name => ({ key: shown(keys[name]), words: t(`keys.${name}`) }))
}
