/** A field in which answers may be inserted; pages mark them with `data-canned`. */
export type CannedField = HTMLTextAreaElement | HTMLInputElement

export function isCannedField(element: unknown): element is CannedField {
  return (element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement) && element.dataset['canned'] !== undefined && !element.readOnly
}

/** Puts the text where the cursor is, on a line of its own when something stands before it, and tells the page as typing would. */
export function insertAnswer(field: CannedField, text: string): void {
  const start = field.selectionStart ?? field.value.length
  const end = field.selectionEnd ?? start
  const before = field.value.slice(0, start)
  const apart = before === '' || before.endsWith('\n') ? '' : field instanceof HTMLTextAreaElement ? '\n' : ' '
  field.setRangeText(apart + text, start, end, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
  field.focus()
}

/** 1..9 for Alt and that digit, wherever the digit stands on the keyboard; null for anything else. */
export function answerKeyOf(event: Pick<KeyboardEvent, 'altKey' | 'ctrlKey' | 'metaKey' | 'code'>): number | null {
  if (!event.altKey || event.ctrlKey || event.metaKey) return null
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1]
  return digit === undefined ? null : Number(digit)
}
