import { describe, expect, it } from 'vitest'
import { procedureActValues } from '@/signaling'
import { actNeeds, mainAct } from './act-needs'

describe('actNeeds', () => {
  it('asks for words wherever the applicant is told something', () => {
    expect(procedureActValues.filter(act => actNeeds(act).text === 'required')).toEqual(['askSupplement', 'refuse', 'suspend', 'extend', 'decide', 'deliver'])
  })

  it('asks for a kind and for days only where the law counts them', () => {
    expect(procedureActValues.filter(act => actNeeds(act).days)).toEqual(['suspend', 'extend'])
    expect(procedureActValues.filter(act => actNeeds(act).code)).toEqual(['decide'])
  })
})

describe('mainAct', () => {
  it('is the step forward', () => {
    expect(mainAct(['withdraw', 'suspend', 'decide'])).toBe('decide')
    expect(mainAct(['withdraw'])).toBeNull()
  })
})
