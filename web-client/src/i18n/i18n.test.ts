import { expect, it } from 'vitest'
import { createI18n } from '.'
import caseEnglish from './case.en.json'
import callChinese from './call.zh-CN.json'
import callEnglish from './call.en.json'
import applicantEnglish from './applicant.en.json'

const page = async () => {
  const i18n = await createI18n('applicant', false)
  return { ...i18n, say: i18n.t as (key: string) => string }
}

it('does without the words of later pages until they are needed', async () => {
  const { need, say } = await page()
  expect(say('call.hangUp')).toBe('call.hangUp')
  await need('call')
  expect(say('call.hangUp')).toBe(callChinese['call.hangUp'])
})

it('brings the later words of a language that is chosen afterwards', async () => {
  const { need, say, setLanguage } = await page()
  await need('call')
  await setLanguage('en')
  expect([say('call.hangUp'), say('tools.help')]).toEqual([callEnglish['call.hangUp'], applicantEnglish['tools.help']])
})

it('shows no key to anybody who waited, whatever is asked for at once', async () => {
  const { need, say, setLanguage } = await page()
  const both = [need('call'), need('call').then(() => say('call.hangUp')), setLanguage('en'), need('case').then(() => say('receipt.finish'))]
  const [, hangUp, , finish] = await Promise.all(both)
  expect([hangUp, finish]).toEqual([callEnglish['call.hangUp'], caseEnglish['receipt.finish']])
})
