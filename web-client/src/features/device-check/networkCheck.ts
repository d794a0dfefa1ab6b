/** Times of some small requests and of one larger one: what this line does now, not what its label says. */
export interface NetworkMeasurement {
  /** Milliseconds of each request that was answered. */
  readonly roundTrips: readonly number[]
  readonly failed: number
  /** Bits per second of the larger request; null when it was too quick to tell. */
  readonly bitsPerSecond: number | null
}

export type NetworkVerdict = 'good' | 'fair' | 'poor' | 'down'

/** A picture of the clerk needs this much at least. */
const enoughForPicture = 500_000
const enoughForComfort = 1_500_000

/** In words: good = picture and sound, fair = now and then a pause, poor = sound may be all, down = nothing came back. */
export function judgeNetwork({ roundTrips, failed, bitsPerSecond }: NetworkMeasurement): NetworkVerdict {
  if (roundTrips.length === 0) return 'down'
  const middle = median(roundTrips)
  const speed = bitsPerSecond ?? Infinity
  if (middle > 600 || speed < enoughForPicture || failed > roundTrips.length) return 'poor'
  if (middle > 200 || speed < enoughForComfort || failed > 0) return 'fair'
  return 'good'
}

export interface NetworkPort {
  /** Fetches and reads to the end. @returns bytes received */
  fetch(path: string): Promise<number>
  now(): number
}

const browserNetwork: NetworkPort = {
  fetch: async (path) => (await (await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(4_000) })).arrayBuffer()).byteLength,
  now: () => performance.now(),
}

const probes = 5

/** Asks the hall's server itself, because that is where the call will go. */
export async function measureNetwork(port: NetworkPort = browserNetwork): Promise<NetworkMeasurement> {
  const roundTrips: number[] = []
  for (let probe = 0; probe < probes; probe++) {
    const taken = await timed(port, '/healthz/live')
    if (taken !== null) roundTrips.push(taken.milliseconds)
  }
  const large = roundTrips.length === 0 ? null : await timed(port, '/api/catalogue')
  return { roundTrips, failed: probes - roundTrips.length, bitsPerSecond: large === null ? null : speed(large, roundTrips) }
}

async function timed(port: NetworkPort, path: string): Promise<{ milliseconds: number; bytes: number } | null> {
  const start = port.now()
  try {
    const bytes = await port.fetch(path)
    return { milliseconds: port.now() - start, bytes }
  } catch {
    return null
  }
}

/** The time beyond one round trip is what the bytes took; below 20 ms the line is faster than this can tell. */
function speed({ milliseconds, bytes }: { milliseconds: number; bytes: number }, roundTrips: readonly number[]): number | null {
  const transfer = milliseconds - median(roundTrips)
  return transfer < 20 || bytes < 10_000 ? null : (bytes * 8_000) / transfer
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
