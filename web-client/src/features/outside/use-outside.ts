import { ref, shallowRef, type Ref } from 'vue'
import {
  request, type DeliveryList, type MessageList, type OutsideTokenList, type OutsideTokenMade, type OutsideTokenRequest, type Refusal, type Reply,
  type WebhookList, type WebhookRequest, type WebhookSaved,
} from '@/signaling'

export const outsideTabs = ['messages', 'webhooks', 'deliveries', 'tokens'] as const
export type OutsideTab = (typeof outsideTabs)[number]

/** Of the tab that is open. */
export type OutsideState = { kind: 'loading' } | { kind: 'failed'; refusal: Refusal } | { kind: 'loaded' }

export interface Outside {
  readonly tab: Readonly<Ref<OutsideTab>>
  readonly state: Readonly<Ref<OutsideState>>
  readonly messages: Readonly<Ref<MessageList | null>>
  readonly webhooks: Readonly<Ref<WebhookList | null>>
  readonly deliveries: Readonly<Ref<DeliveryList | null>>
  readonly tokens: Readonly<Ref<OutsideTokenList | null>>
  /** A token or secret that was just made: shown once, gone with the next act. */
  readonly secret: Readonly<Ref<string | null>>
  /** Why the last act was refused. */
  readonly refusal: Readonly<Ref<Refusal | null>>
  readonly busy: Readonly<Ref<boolean>>
  open(tab: OutsideTab): Promise<void>
  sendAgain(deliveryId: string): Promise<void>
  addWebhook(webhook: WebhookRequest): Promise<boolean>
  changeWebhook(webhookId: string, webhook: WebhookRequest): Promise<void>
  changeSecret(webhookId: string): Promise<void>
  makeToken(token: OutsideTokenRequest): Promise<boolean>
  revokeToken(tokenId: string): Promise<void>
  forget(): void
}

const path = '/api/admin/outside'

/** What goes out and who may come in; each tab is read when it is opened and after each act. */
export function useOutside(ask: typeof request = request): Outside {
  const tab = ref<OutsideTab>('messages')
  const state = ref<OutsideState>({ kind: 'loading' })
  const messages = shallowRef<MessageList | null>(null)
  const webhooks = shallowRef<WebhookList | null>(null)
  const deliveries = shallowRef<DeliveryList | null>(null)
  const tokens = shallowRef<OutsideTokenList | null>(null)
  const secret = ref<string | null>(null)
  const refusal = ref<Refusal | null>(null)
  const busy = ref(false)

  async function read<T>(what: OutsideTab, into: Ref<T | null>): Promise<void> {
    const reply = await ask<T>('GET', `${path}/${what}`)
    if (reply.value) into.value = reply.value
    state.value = reply.refusal ? { kind: 'failed', refusal: reply.refusal } : { kind: 'loaded' }
  }

  function load(): Promise<void> {
    switch (tab.value) {
      case 'messages': return read('messages', messages)
      case 'webhooks': return read('webhooks', webhooks)
      case 'deliveries': return read('deliveries', deliveries)
      case 'tokens': return read('tokens', tokens)
    }
  }

  async function open(wanted: OutsideTab): Promise<void> {
    if (wanted !== tab.value) state.value = { kind: 'loading' }
    tab.value = wanted
    secret.value = null
    refusal.value = null
    await load()
  }

  async function act<T>(where: string, body: unknown, made: (value: T) => string | null): Promise<boolean> {
    busy.value = true
    const reply: Reply<T> = await ask<T>('POST', `${path}/${where}`, body)
    await load()
    refusal.value = reply.refusal
    secret.value = reply.value ? made(reply.value) : null
    busy.value = false
    return reply.refusal === null
  }

  const saved = (value: WebhookSaved): string | null => value.secret
  return {
    tab, state, messages, webhooks, deliveries, tokens, secret, refusal, busy, open,
    sendAgain: async id => void (await act<DeliveryList>(`deliveries/${id}/again`, undefined, () => null)),
    addWebhook: webhook => act('webhooks', webhook, saved),
    changeWebhook: async (id, webhook) => void (await act(`webhooks/${id}`, webhook, saved)),
    changeSecret: async id => void (await act(`webhooks/${id}/secret`, undefined, saved)),
    makeToken: token => act<OutsideTokenMade>('tokens', token, value => value.token),
    revokeToken: async id => void (await act<OutsideTokenList>(`tokens/${id}/revoke`, undefined, () => null)),
    forget: () => void (secret.value = null),
  }
}
