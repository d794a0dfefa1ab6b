/** "4:07", from an hour on "1:04:07": for clocks that run. */
export function clockText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  const hours = Math.floor(seconds / 3600)
  const rest = `${pad(Math.floor(seconds / 60) % 60, hours > 0)}:${pad(seconds % 60, true)}`
  return hours > 0 ? `${hours}:${rest}` : rest
}

function pad(value: number, always: boolean): string {
  return always ? String(value).padStart(2, '0') : String(value)
}
