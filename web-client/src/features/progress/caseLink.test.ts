import { expect, it } from 'vitest'
import { caseInHash, caseLink } from './caseLink'

it('comes back from its own link, with nothing before the hash', () => {
  const key = { number: 'GS-20261123-0001', password: 'K7MX2RQP' }
  const url = new URL(caseLink('https://hall.example.cn', key))
  expect(url.search).toBe('')
  expect(caseInHash(url.hash)).toEqual(key)
})

it('is nothing without a case', () => {
  expect(caseInHash('')).toBeNull()
  expect(caseInHash('#case=')).toBeNull()
  expect(caseInHash('#elsewhere')).toBeNull()
})
