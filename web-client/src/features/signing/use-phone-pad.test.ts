import { expect, it } from 'vitest'
import { effectScope } from 'vue'
import { FakeClock } from '@/call-engine/testing/fake-clock'
import type { PadOpened, Reply } from '@/signaling'
import { usePhonePad } from './use-phone-pad'

const opened = (token: string, expiresAt: number): Reply<PadOpened> => ({ value: { token, expiresAt: new Date(expiresAt).toISOString() }, refusal: null })

it('shows the picture while it counts, then offers a new one', async () => {
  const clock = new FakeClock()
  let tokens = 0
  const scope = effectScope()
  const pad = scope.run(() => usePhonePad(async () => opened(`token-${++tokens}`, clock.now() + 90_000), clock, () => clock.now()))
  await pad?.open()
  expect(pad?.state.value).toEqual({ kind: 'open', token: 'token-1', minutes: 2 })
  await clock.advance(40_000)
  expect(pad?.state.value).toMatchObject({ minutes: 1 })
  await clock.advance(55_000)
  expect(pad?.state.value).toEqual({ kind: 'over' })
  await pad?.open()
  expect(pad?.state.value).toMatchObject({ kind: 'open', token: 'token-2' })
  scope.stop()
  expect(clock.pendingTimers).toBe(0)
})

it('says why there is none', async () => {
  const refusal = { code: 'read-first', message: '请先读', messageEn: 'Read first' } as const
  const pad = effectScope().run(() => usePhonePad(async () => ({ value: null, refusal }), new FakeClock()))
  await pad?.open()
  expect(pad?.state.value).toEqual({ kind: 'refused', refusal })
})
