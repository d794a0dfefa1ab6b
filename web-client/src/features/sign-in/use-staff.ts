import { ref, type Ref } from 'vue'
import { request, type Refusal, type StaffView } from '@/signaling'

export type StaffState =
  | { kind: 'loading' }
  | { kind: 'signed-out'; refusal: Refusal | null; busy: boolean }
  | { kind: 'forbidden'; staff: StaffView }
  | { kind: 'signed-in'; staff: StaffView }
  | { kind: 'unreachable'; refusal: Refusal }

export interface Staff {
  readonly state: Readonly<Ref<StaffState>>
  load(): Promise<void>
  signIn(userName: string, password: string): Promise<void>
  signOut(): Promise<void>
}

type Ask = typeof request

/**
 * Who works here. The cookie is HTTP-only, so the server is asked who it belongs to.
 * @param roles one of these opens the page; others see that they may not.
 */
export function useStaff(roles: readonly string[], ask: Ask = request): Staff {
  const state = ref<StaffState>({ kind: 'loading' })

  function admit(staff: StaffView): void {
    const allowed = staff.roles.some(role => roles.includes(role))
    state.value = { kind: allowed ? 'signed-in' : 'forbidden', staff }
  }

  async function load(): Promise<void> {
    const { value, refusal } = await ask<StaffView>('GET', '/api/staff/me')
    if (value) admit(value)
    else if (refusal?.code === 'unavailable') state.value = { kind: 'unreachable', refusal }
    else state.value = { kind: 'signed-out', refusal: null, busy: false }
  }

  async function signIn(userName: string, password: string): Promise<void> {
    state.value = { kind: 'signed-out', refusal: null, busy: true }
    const { refusal } = await ask('POST', '/api/staff/sign-in', { userName, password })
    if (refusal) state.value = { kind: 'signed-out', refusal, busy: false }
    else await load()
  }

  async function signOut(): Promise<void> {
    await ask('POST', '/api/staff/sign-out')
    state.value = { kind: 'signed-out', refusal: null, busy: false }
  }

  return { state, load, signIn, signOut }
}
