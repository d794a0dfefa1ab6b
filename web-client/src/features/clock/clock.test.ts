import { effectScope, nextTick, ref } from 'vue'
import { describe, expect, it } from 'vitest'
import { FakeClock } from '@/call-engine/testing/fake-clock'
import { clockText } from './durations'
import { useServerClock } from './use-server-clock'

describe('clockText', () => {
  it.each([[0, '0:00'], [-5, '0:00'], [65_999, '1:05'], [600_000, '10:00'], [3_847_000, '1:04:07']])('%d ms is %s', (ms, text) => {
    expect(clockText(ms)).toBe(text)
  })
})

describe('useServerClock', () => {
  it('runs with the server although the own clock is ten minutes wrong', async () => {
    const clock = new FakeClock(Date.parse('2026-11-23T09:10:00Z'))
    const serverTime = ref<string | null>(null)
    const server = effectScope().run(() => useServerClock(() => serverTime.value, { clock }))!
    serverTime.value = '2026-11-23T09:00:00Z'
    await nextTick()
    await clock.advance(5_000)
    expect(server.since('2026-11-23T09:00:00Z')).toBe(5_000)
    expect(server.since(null)).toBe(0)
    expect(server.until('2026-11-23T09:00:00Z')).toBe(0)
    expect(server.until('2026-11-23T09:00:12Z')).toBe(7_000)
    expect(server.until(null)).toBe(0)
  })
})
