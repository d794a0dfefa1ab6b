import { describe, expect, it } from 'vitest'
import type { OrderView, Reply, request } from '@/signaling'
import { stageKey } from './stage'
import { useOrders } from './use-orders'

const refusal = { code: 'stale', message: '情况已有变化', messageEn: 'Things have changed' }
const order = { orderId: 'o1', stage: 'ready', delivery: 'courier' } as OrderView

function hall(answers: Record<string, unknown[]>) {
  const asked: string[] = []
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<Reply<T>> => {
    asked.push(`${method} ${path}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`)
    const value = answers[`${method} ${path}`]?.shift()
    return (value === undefined ? { value: null, refusal } : { value, refusal: null }) as Reply<T>
  }
  return { asked, orders: useOrders(ask as typeof request) }
}

describe('useOrders', () => {
  it('reads the list again after an act and keeps what is shown', async () => {
    const { asked, orders } = hall({ 'GET /api/orders?all=true': [{ orders: [order] }, { orders: [] }], 'POST /api/orders/o1': [order] })
    await orders.load(true)
    await orders.act(order, { act: 'send', text: null, courier: '邮政', waybill: 'E1' })
    expect(asked).toEqual(['GET /api/orders?all=true', 'POST /api/orders/o1 {"act":"send","text":null,"courier":"邮政","waybill":"E1"}', 'GET /api/orders?all=true'])
    expect(orders.state.value).toEqual({ kind: 'loaded', orders: [] })
    expect(orders.refusal.value).toBeNull()
  })

  it('says why something was refused', async () => {
    const { orders } = hall({ 'GET /api/orders?all=false': [{ orders: [order] }] })
    await orders.act(order, { act: 'finish', text: null, courier: null, waybill: null })
    expect(orders.refusal.value).toEqual(refusal)
    expect(orders.busy.value).toBe(false)
  })
})

describe('stageKey', () => {
  it('tells what is fetched from what is sent', () => {
    expect(stageKey(order)).toBe('order.stage.ready.courier')
    expect(stageKey({ stage: 'ready', delivery: 'pickUp' })).toBe('order.stage.ready.pickUp')
    expect(stageKey({ stage: 'sent', delivery: 'courier' })).toBe('order.stage.sent')
  })
})
