import { ref, type Ref } from 'vue'
import { request, type OrderActRequest, type OrderList, type OrderRequest, type OrderView, type Refusal } from '@/signaling'

export type OrdersState =
  | { kind: 'loading' }
  | { kind: 'failed'; refusal: Refusal }
  | { kind: 'loaded'; orders: readonly OrderView[] }

export interface Orders {
  readonly state: Readonly<Ref<OrdersState>>
  readonly all: Readonly<Ref<boolean>>
  /** Why the last order or act was refused; null after one that was done. */
  readonly refusal: Readonly<Ref<Refusal | null>>
  readonly busy: Readonly<Ref<boolean>>
  load(all?: boolean): Promise<void>
  /** @returns true when it was placed. */
  place(order: OrderRequest): Promise<boolean>
  act(order: OrderView, act: OrderActRequest): Promise<void>
}

const path = '/api/orders'

/** Orders of the hall; the list is read again after each act. */
export function useOrders(ask: typeof request = request): Orders {
  const state = ref<OrdersState>({ kind: 'loading' })
  const all = ref(false)
  const refusal = ref<Refusal | null>(null)
  const busy = ref(false)

  async function load(wanted = all.value): Promise<void> {
    all.value = wanted
    const { value, refusal: no } = await ask<OrderList>('GET', `${path}?all=${wanted}`)
    state.value = value ? { kind: 'loaded', orders: value.orders } : { kind: 'failed', refusal: no! }
  }

  async function send(where: string, body: unknown): Promise<boolean> {
    busy.value = true
    const reply = await ask<OrderView>('POST', where, body)
    refusal.value = reply.refusal
    await load()
    busy.value = false
    return reply.refusal === null
  }

  return {
    state, all, refusal, busy, load,
    place: order => send(path, order),
    act: async (order, act) => void (await send(`${path}/${order.orderId}`, act)),
  }
}
