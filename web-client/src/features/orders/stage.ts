import type { OrderStage, OrderView } from '@/signaling'

type Other = Exclude<OrderStage, 'ready'>

/** The key of the words for where an order stands; what is ready is fetched or sent. */
export function stageKey(order: Pick<OrderView, 'stage' | 'delivery'>): `order.stage.${Other}` | 'order.stage.ready.pickUp' | 'order.stage.ready.courier' {
  return order.stage === 'ready' ? `order.stage.ready.${order.delivery}` : `order.stage.${order.stage}`
}
