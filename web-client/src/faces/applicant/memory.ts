/** A few words remembered on this device. On a kiosk they live only until the wipe. Storage may be forbidden; then nothing is kept. */
export class Memory {
  constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'clear'> | null) {}

  get(key: MemoryKey): string | null {
    try {
      return this.storage?.getItem(`virtualwindow.${key}`) ?? null
    } catch {
      return null
    }
  }

  set(key: MemoryKey, value: string | null): void {
    try {
      if (value === null) this.storage?.removeItem(`virtualwindow.${key}`)
      else this.storage?.setItem(`virtualwindow.${key}`, value)
    } catch {
      // Full or forbidden: the page works without, it only forgets.
    }
  }

  clear(): void {
    try {
      this.storage?.clear()
    } catch {
      // Nothing was kept, so nothing needs to be forgotten.
    }
  }
}

/** `has-place`: a ticket was taken here; `closed-ticket`: its receipt was closed; `elderly`: large type is on. */
export type MemoryKey = 'has-place' | 'closed-ticket' | 'elderly'

export function pageStorage(kiosk: boolean): Storage | null {
  try {
    return kiosk ? sessionStorage : localStorage
  } catch {
    return null
  }
}
