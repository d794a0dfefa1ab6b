import { describe, expect, it } from 'vitest'
import type { Refusal, Reply, StaffView } from '@/signaling'
import { useStaff } from './use-staff'

const clerk: StaffView = { userName: 'gushi01', displayName: '李敏', number: '01', siteId: 'gushi', siteName: '固始', roles: ['clerk'] }
const refusal = (code: Refusal['code']): Refusal => ({ code, message: '不行', messageEn: 'No' })

/** A server that answers each path in turn. */
function server(answers: Record<string, unknown[]>) {
  return async <T>(_method: string, path: string): Promise<Reply<T>> => {
    const next = answers[path]?.shift()
    if (next !== undefined && typeof next === 'object' && next !== null && 'code' in next) return { value: null, refusal: next as Refusal }
    return { value: next as T, refusal: null }
  }
}

describe('useStaff', () => {
  it('lets in who carries one of the roles', async () => {
    const staff = useStaff(['clerk'], server({ '/api/staff/me': [clerk] }))
    await staff.load()
    expect(staff.state.value).toEqual({ kind: 'signed-in', staff: clerk })
  })

  it('says forbidden to who is known but has another role', async () => {
    const staff = useStaff(['supervisor', 'admin'], server({ '/api/staff/me': [clerk] }))
    await staff.load()
    expect(staff.state.value.kind).toBe('forbidden')
  })

  it('shows the sentence of a failed sign-in and lets in after a right one', async () => {
    const failed = refusal('sign-in-failed')
    const staff = useStaff(['clerk'], server({
      '/api/staff/me': [refusal('sign-in-required'), clerk], '/api/staff/sign-in': [failed, {}],
    }))
    await staff.load()
    await staff.signIn('gushi01', 'wrong')
    expect(staff.state.value).toEqual({ kind: 'signed-out', refusal: failed, busy: false })
    await staff.signIn('gushi01', 'right')
    expect(staff.state.value.kind).toBe('signed-in')
  })

  it('does not mistake a dead server for a signed-out person', async () => {
    const staff = useStaff(['clerk'], server({ '/api/staff/me': [refusal('unavailable')] }))
    await staff.load()
    expect(staff.state.value.kind).toBe('unreachable')
  })
})
