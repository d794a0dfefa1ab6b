export type Values = Readonly<Record<string, string | number>>

/**
 * Fills the places of a message: `{name}` by the value, `{name:one|other}` by a word chosen by number (English plurals).
 * An unknown place stays visible, so that it is found.
 */
export function format(message: string, values: Values = {}): string {
  return message.replace(/\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, other?: string) => {
    const value = values[name]
    if (value === undefined) return whole
    if (one === undefined) return String(value)
    return value === 1 ? one : other ?? ''
  })
}
