import { describe, expect, it } from 'vitest'
import type { Reply, request } from '@/signaling'
import { useOutside } from './use-outside'

const refusal = { code: 'bad-input', message: '网址不对', messageEn: 'Not an address' }

function hall(answers: Record<string, unknown[]>) {
  const asked: string[] = []
  const ask = async <T>(method: string, path: string): Promise<Reply<T>> => {
    asked.push(`${method} ${path}`)
    const value = answers[`${method} ${path}`]?.shift()
    return (value === undefined ? { value: null, refusal } : { value, refusal: null }) as Reply<T>
  }
  return { asked, outside: useOutside(ask as typeof request) }
}

const webhooks = { webhooks: [], types: ['case.filed'] }

describe('useOutside', () => {
  it('shows a new secret until the next tab is opened', async () => {
    const { outside } = hall({
      'GET /api/admin/outside/webhooks': [webhooks, webhooks], 'POST /api/admin/outside/webhooks': [{ webhook: {}, secret: 'whsec_x' }],
      'GET /api/admin/outside/tokens': [{ tokens: [], scopes: [] }],
    })
    await outside.open('webhooks')
    expect(await outside.addWebhook({ name: 'a', url: 'https://a.example', types: [], enabled: true })).toBe(true)
    expect(outside.secret.value).toBe('whsec_x')
    await outside.open('tokens')
    expect(outside.secret.value).toBeNull()
  })

  it('keeps the list and says why an act was refused', async () => {
    const { outside } = hall({ 'GET /api/admin/outside/webhooks': [webhooks, webhooks] })
    await outside.open('webhooks')
    expect(await outside.addWebhook({ name: 'a', url: 'ftp://a', types: [], enabled: true })).toBe(false)
    expect(outside.refusal.value).toEqual(refusal)
    expect(outside.webhooks.value).toEqual(webhooks)
  })

  it('reads deliveries again after one was sent again', async () => {
    const { asked, outside } = hall({ 'GET /api/admin/outside/deliveries': [{ deliveries: [] }, { deliveries: [] }], 'POST /api/admin/outside/deliveries/d1/again': [{ deliveries: [] }] })
    await outside.open('deliveries')
    await outside.sendAgain('d1')
    expect(asked).toEqual(['GET /api/admin/outside/deliveries', 'POST /api/admin/outside/deliveries/d1/again', 'GET /api/admin/outside/deliveries'])
  })
})
