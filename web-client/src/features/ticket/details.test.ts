import { expect, it } from 'vitest'
import { faultOf, noDetails, orNull } from './details'

const withName = (name: string) => faultOf({ ...noDetails, name })
const withPhone = (phone: string) => faultOf({ ...noDetails, phone })

it('needs nothing at all', () => {
  expect(faultOf(noDetails)).toBeNull()
  expect(orNull('  ')).toBeNull()
})

it('takes names as people have them', () => {
  for (const name of ['张三', '阿不都热依木·买买提', '𠮷田', 'Maria José', '古力娜扎尔·拜合提亚尔']) expect(withName(name), name).toBeNull()
  for (const name of ['张', '张3', '<b>张三</b>', '张'.repeat(51), '·张三', '张三·']) expect(withName(name), name).toBe('ticket.badName')
})

it('takes mobile numbers of eleven digits', () => {
  expect(withPhone('13800138000')).toBeNull()
  for (const phone of ['1380013800', '12800138000', '138001380000', '1380013800a']) expect(withPhone(phone), phone).toBe('ticket.badPhone')
})
