import { shallowRef } from 'vue'
import { request, type Refusal, type SealActKind, type SealLedgerView, type SealList, type SealView } from '@/signaling'

/** The register of seals in the hands of an admin. */
export function useSeals(ask: typeof request = request) {
  const seals = shallowRef<readonly SealView[] | null>(null)
  const ledger = shallowRef<SealLedgerView | null>(null)
  const refusal = shallowRef<Refusal | null>(null)

  async function take(method: 'GET' | 'POST', path: string, body?: unknown): Promise<boolean> {
    const reply = await ask<SealList>(method, path, body)
    refusal.value = reply.refusal
    if (reply.value !== null) seals.value = reply.value.seals
    return reply.refusal === null
  }

  async function open(sealId: string): Promise<void> {
    const reply = await ask<SealLedgerView>('GET', `/api/admin/seals/${encodeURIComponent(sealId)}/ledger`)
    refusal.value = reply.refusal
    ledger.value = reply.value
  }

  return {
    seals, ledger, refusal,
    load: () => take('GET', '/api/admin/seals'),
    open,
    close: () => void (ledger.value = null),
    act: (sealId: string, act: SealActKind, reason: string) => take('POST', `/api/admin/seals/${encodeURIComponent(sealId)}`, { act, reason }),
    setQuota: ({ sealId, staff, items }: SealView, usesPerDay: number) => take('POST', `/api/admin/seals/${encodeURIComponent(sealId)}/rules`, { staff, items, usesPerDay }),
  }
}
