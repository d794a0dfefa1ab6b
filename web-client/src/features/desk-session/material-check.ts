/** What the clerk found of one material. It is a line of the notes, so it is kept, filed and readable everywhere. */
export type Finding = 'unchecked' | 'present' | 'missing'

const marks: Record<Exclude<Finding, 'unchecked'>, string> = { present: '✓ ', missing: '✗ ' }

export function findingOf(notes: string, material: string): Finding {
  const lines = notes.split('\n')
  if (lines.includes(marks.present + material)) return 'present'
  return lines.includes(marks.missing + material) ? 'missing' : 'unchecked'
}

/** The notes with this finding in place of the former one; other lines stay as they are. */
export function withFinding(notes: string, material: string, finding: Finding): string {
  const former = Object.values(marks).map(mark => mark + material)
  const lines = notes.split('\n')
  const place = lines.findIndex(line => former.includes(line))
  const line = finding === 'unchecked' ? [] : [marks[finding] + material]
  if (place >= 0) return lines.toSpliced(place, 1, ...line).join('\n')
  return [...(notes === '' ? [] : lines), ...line].join('\n')
}
