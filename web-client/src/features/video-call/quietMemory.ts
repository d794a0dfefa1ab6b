/** What one has switched off in a call; a reload must not switch it on again unasked. */
export interface Quiet {
  readonly microphone: boolean
  readonly camera: boolean
}

const memory = 'virtualwindow.quiet'
const nothing: Quiet = { microphone: false, camera: false }

/** Remembers it for one session and only as long as this tab lives. */
export class QuietMemory {
  constructor(private readonly sessionId: string, private readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null) {}

  get quiet(): Quiet {
    try {
      const stored = JSON.parse(this.storage?.getItem(memory) ?? 'null') as (Quiet & { sessionId: string }) | null
      return stored?.sessionId === this.sessionId ? { microphone: stored.microphone === true, camera: stored.camera === true } : nothing
    } catch {
      return nothing
    }
  }

  remember(change: Partial<Quiet>): void {
    try {
      this.storage?.setItem(memory, JSON.stringify({ sessionId: this.sessionId, ...this.quiet, ...change }))
    } catch {
      // Storage is forbidden here: the mute then lasts as long as the page.
    }
  }
}
