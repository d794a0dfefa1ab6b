import { ref, type Ref } from 'vue'
import { request, type Done, type Refusal, type Reply, type StaffAccountList, type StaffAccountRequest, type StaffAccountView, type StaffPassword } from '@/signaling'

export type AccountsState =
  | { kind: 'loading' }
  | { kind: 'failed'; refusal: Refusal }
  | { kind: 'loaded'; accounts: readonly StaffAccountView[] }

export interface StaffAccounts {
  readonly state: Readonly<Ref<AccountsState>>
  /** Why the last act was refused; null after one that was done. */
  readonly refusal: Readonly<Ref<Refusal | null>>
  /** A password that was just made: shown until put away, then gone for good. */
  readonly password: Readonly<Ref<StaffPassword | null>>
  readonly busy: Readonly<Ref<boolean>>
  load(): Promise<void>
  /** @returns true when done. */
  add(account: StaffAccountRequest): Promise<boolean>
  change(account: StaffAccountRequest): Promise<boolean>
  disable(userName: string): Promise<boolean>
  enable(userName: string): Promise<boolean>
  resetPassword(userName: string): Promise<boolean>
  putPasswordAway(): void
  forgetRefusal(): void
}

const path = '/api/admin/staff'
const of = (userName: string): string => `${path}/${encodeURIComponent(userName)}`

/** The accounts of clerks, supervisors and admins; after each act the list is read again, so that it shows what the server holds. */
export function useStaffAccounts(ask: typeof request = request): StaffAccounts {
  const state = ref<AccountsState>({ kind: 'loading' })
  const refusal = ref<Refusal | null>(null)
  const password = ref<StaffPassword | null>(null)
  const busy = ref(false)

  async function load(): Promise<void> {
    const { value, refusal: no } = await ask<StaffAccountList>('GET', path)
    state.value = value ? { kind: 'loaded', accounts: value.accounts } : { kind: 'failed', refusal: no! }
  }

  async function act<T>(asking: () => Promise<Reply<T>>, done?: (value: T) => void): Promise<boolean> {
    busy.value = true
    const { value, refusal: no } = await asking()
    refusal.value = no
    if (value !== null) done?.(value)
    if (no === null) await load()
    busy.value = false
    return no === null
  }

  const show = (made: StaffPassword): void => void (password.value = made)

  return {
    state, refusal, password, busy, load,
    add: account => act(() => ask<StaffPassword>('POST', path, account), show),
    change: account => act(() => ask<Done>('POST', of(account.userName), account)),
    disable: userName => act(() => ask<Done>('POST', `${of(userName)}/disable`)),
    enable: userName => act(() => ask<Done>('POST', `${of(userName)}/enable`)),
    resetPassword: userName => act(() => ask<StaffPassword>('POST', `${of(userName)}/password`), show),
    putPasswordAway: () => void (password.value = null),
    forgetRefusal: () => void (refusal.value = null),
  }
}
