import { describe, expect, it } from 'vitest'
import type { ProcedureDetails, Reply, request } from '@/signaling'
import { useProcedures } from './use-procedures'

const stale = { code: 'stale', message: '情况已有变化', messageEn: 'Things have changed' }
const details = (version: number): ProcedureDetails => ({
  case: {
    caseId: 'c1', caseNumber: 'GS-20261123-0001', itemName: '户口迁移', itemNameEn: '', departmentName: '县公安局', applicantName: '张三', stage: 'accepted',
    clock: null, reviewerName: null, yours: false,
  },
  version, fullNumber: null, authorityName: '固始', holderName: '固始', crossProvinceMode: null, clerkName: '李敏 GS01', notes: '', materials: [],
  supplementText: null, decision: null, decisionText: null, extensionDays: 0, acceptedByYou: false, acts: ['review'], decisions: [], record: [], linked: [],
})

function hall(answers: Record<string, unknown[]>) {
  const asked: { what: string; body: unknown }[] = []
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<Reply<T>> => {
    asked.push({ what: `${method} ${path}`, body })
    const value = answers[`${method} ${path}`]?.shift()
    return (value === undefined ? { value: null, refusal: stale } : { value, refusal: null }) as Reply<T>
  }
  return { asked, procedures: useProcedures(ask as typeof request) }
}

const list = { cases: [], yellow: 0, red: 0 }
const draft = { act: 'review', text: null, code: null, days: null, procedure: null } as const

describe('useProcedures', () => {
  it('sends the version that was seen and shows what came of it', async () => {
    const { asked, procedures } = hall({ 'GET /api/department/cases/c1': [details(3)], 'POST /api/department/cases/c1': [details(4)], 'GET /api/department/cases': [list] })
    await procedures.choose('c1')
    expect(await procedures.act(draft)).toBe(true)
    expect(asked.find(one => one.what.startsWith('POST'))?.body).toEqual({ ...draft, version: 3 })
    expect(procedures.chosen.value?.version).toBe(4)
  })

  it('reads the case anew when somebody else was faster, and says so', async () => {
    const { procedures } = hall({ 'GET /api/department/cases/c1': [details(3), details(5)], 'GET /api/department/cases': [list] })
    await procedures.choose('c1')
    expect(await procedures.act(draft)).toBe(false)
    expect(procedures.chosen.value?.version).toBe(5)
    expect(procedures.refusal.value).toEqual(stale)
  })

  it('shows why the list did not come', async () => {
    const { procedures } = hall({})
    await procedures.load()
    expect(procedures.state.value).toEqual({ kind: 'failed', refusal: stale })
  })
})
