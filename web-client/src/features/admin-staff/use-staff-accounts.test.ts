import { describe, expect, it } from 'vitest'
import type { Reply, request, StaffAccountView } from '@/signaling'
import { useStaffAccounts } from './use-staff-accounts'

const account: StaffAccountView = {
  userName: 'gushi01', displayName: '李敏', number: 'GS01', siteId: 'gushi', role: 'clerk', disabled: false, lockedUntil: null, skills: [], languages: [],
}
const refusal = { code: 'last-admin', message: '这是最后一个管理员', messageEn: 'The last admin' }

function hall(answers: Record<string, unknown>) {
  const asked: string[] = []
  const ask = async <T>(method: string, path: string): Promise<Reply<T>> => {
    asked.push(`${method} ${path}`)
    const value = answers[`${method} ${path}`]
    return (value === undefined ? { value: null, refusal } : { value, refusal: null }) as Reply<T>
  }
  return { asked, accounts: useStaffAccounts(ask as typeof request) }
}

const list = { 'GET /api/admin/staff': { accounts: [account] } }

describe('useStaffAccounts', () => {
  it('lists the accounts', async () => {
    const { accounts } = hall(list)
    await accounts.load()
    expect(accounts.state.value).toEqual({ kind: 'loaded', accounts: [account] })
  })

  it('shows a new password until it is put away', async () => {
    const made = { userName: 'gushi01', password: 'abcde-fghjk' }
    const { accounts, asked } = hall({ ...list, 'POST /api/admin/staff/gushi01/password': made })
    expect(await accounts.resetPassword('gushi01')).toBe(true)
    expect(accounts.password.value).toEqual(made)
    expect(asked).toContain('GET /api/admin/staff')
    accounts.putPasswordAway()
    expect(accounts.password.value).toBeNull()
  })

  it('keeps the sentence of a refusal until something is done', async () => {
    const { accounts } = hall({ ...list, 'POST /api/admin/staff/gushi01/enable': {} })
    expect(await accounts.disable('gushi01')).toBe(false)
    expect(accounts.refusal.value).toEqual(refusal)
    expect(await accounts.enable('gushi01')).toBe(true)
    expect(accounts.refusal.value).toBeNull()
  })
})
