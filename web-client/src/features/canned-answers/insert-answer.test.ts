import { describe, expect, it } from 'vitest'
import { answerKeyOf, insertAnswer, isCannedField } from './insert-answer'

function area(text: string, at = text.length): HTMLTextAreaElement {
  const field = document.createElement('textarea')
  field.dataset['canned'] = ''
  document.body.append(field)
  field.value = text
  field.setSelectionRange(at, at)
  return field
}

describe('inserting a canned answer', () => {
  it('stands on a line of its own after what was written', () => {
    const field = area('第一行')
    insertAnswer(field, '照片不清晰。')
    expect(field.value).toBe('第一行\n照片不清晰。')
  })

  it('begins an empty field and tells the page', () => {
    const field = area('')
    let told = ''
    field.addEventListener('input', () => (told = field.value))
    insertAnswer(field, '请补交原件。')
    expect(told).toBe('请补交原件。')
  })

  it('knows Alt and a digit only', () => {
    const press = (code: string, altKey = true, ctrlKey = false) => answerKeyOf({ code, altKey, ctrlKey, metaKey: false })
    expect([press('Digit3'), press('Numpad9'), press('Digit0'), press('KeyA'), press('Digit3', false), press('Digit3', true, true)]).toEqual([3, 9, null, null, null, null])
  })

  it('leaves fields alone that are not marked', () => {
    expect(isCannedField(area(''))).toBe(true)
    expect(isCannedField(document.createElement('input'))).toBe(false)
    expect(isCannedField(null)).toBe(false)
  })
})
