import { describe, expect, it } from 'vitest'
import { judgeNetwork, measureNetwork } from './networkCheck'

const quick = { roundTrips: [20, 22, 25, 21, 30], failed: 0, bitsPerSecond: null }

describe('judgeNetwork', () => {
  it('calls a quick line good and a slow, thin or lossy one less', () => {
    expect(judgeNetwork(quick)).toBe('good')
    expect(judgeNetwork({ ...quick, roundTrips: [250, 260, 300, 255, 270] })).toBe('fair')
    expect(judgeNetwork({ ...quick, failed: 1 })).toBe('fair')
    expect(judgeNetwork({ ...quick, bitsPerSecond: 900_000 })).toBe('fair')
    expect(judgeNetwork({ ...quick, bitsPerSecond: 200_000 })).toBe('poor')
    expect(judgeNetwork({ ...quick, roundTrips: [700, 800, 900] })).toBe('poor')
    expect(judgeNetwork({ roundTrips: [], failed: 5, bitsPerSecond: null })).toBe('down')
  })
})

describe('measureNetwork', () => {
  it('counts the bytes of the larger answer against the time beyond a round trip', async () => {
    let now = 0
    const port = {
      now: () => now,
      fetch: async (path: string) => {
        now += path === '/api/catalogue' ? 140 : 40
        return path === '/api/catalogue' ? 50_000 : 10
      },
    }
    const measured = await measureNetwork(port)
    expect(measured.roundTrips).toEqual([40, 40, 40, 40, 40])
    expect(measured.bitsPerSecond).toBe(4_000_000)
  })

  it('says down when nothing comes back', async () => {
    const measured = await measureNetwork({ now: () => 0, fetch: () => Promise.reject(new Error('offline')) })
    expect(judgeNetwork(measured)).toBe('down')
  })
})
