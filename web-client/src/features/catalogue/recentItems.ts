const memory = 'virtualwindow.recent-items'
const most = 4

/** Codes of the items opened last on this device, newest first. A kiosk passes no storage: it remembers nobody. */
export class RecentItems {
  constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null) {}

  get codes(): readonly string[] {
    try {
      const stored: unknown = JSON.parse(this.storage?.getItem(memory) ?? '[]')
      return Array.isArray(stored) ? stored.filter((code) => typeof code === 'string').slice(0, most) : []
    } catch {
      return []
    }
  }

  remember(code: string): void {
    try {
      this.storage?.setItem(memory, JSON.stringify([code, ...this.codes.filter((other) => other !== code)].slice(0, most)))
    } catch {
      // Storage is full or forbidden: the list of recent items is a convenience only.
    }
  }
}
