import type { StatsEntry, StatsPort } from './peer-port'

export type Direction = 'watch' | 'publish'

/** What getStats() said at one moment, sums over audio and video; counters only grow while the peer lives. */
export interface MediaSample {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly direction: Direction
  /** RTP packets received (watching) or sent (publishing: they leave even when nobody gets them). */
  readonly packets: number
  readonly lost: number
  /** Answers of the node to our ICE checks and bytes of its reports: grow while the node is there, every 2.5 s at least. */
  readonly signsOfLife: number
  readonly frames: number
  /** Frames of the second picture (screen, document); 0 while none was ever shared. */
  readonly screenFrames: number
  readonly freezeSeconds: number
  readonly jitterSeconds: number | null
  readonly roundTripSeconds: number | null
  /** 0..1, loudness of the received audio. */
  readonly audioLevel: number | null
  readonly availableBitsPerSecond: number | null
}

/** @param mids Only these lines of the connection; null for all. */
export function sampleOf(report: StatsPort, direction: Direction, at: number, mids: readonly string[] | null = null): MediaSample {
  const entries: StatsEntry[] = []
  report.forEach(entry => entries.push(entry))
  return direction === 'watch' ? watchSample(entries, at, mids) : publishSample(entries, at)
}

function watchSample(entries: readonly StatsEntry[], at: number, mids: readonly string[] | null): MediaSample {
  const lines = entries.filter(entry => entry.type === 'inbound-rtp' && (mids === null || mids.includes(entry.mid ?? '')))
  const inbound = lines.filter(entry => !isScreen(entry))
  return {
    at,
    direction: 'watch',
    packets: sum(inbound, entry => entry.packetsReceived),
    lost: sum(inbound, entry => entry.packetsLost),
    frames: sum(inbound, entry => entry.framesDecoded),
    screenFrames: sum(lines.filter(isScreen), entry => entry.framesDecoded),
    freezeSeconds: sum(inbound, entry => entry.totalFreezesDuration),
    jitterSeconds: largest(inbound, entry => entry.jitter),
    audioLevel: largest(inbound, entry => entry.audioLevel),
    ...transport(entries),
  }
}

function publishSample(entries: readonly StatsEntry[], at: number): MediaSample {
  const outbound = entries.filter(entry => entry.type === 'outbound-rtp')
  const remote = entries.filter(entry => entry.type === 'remote-inbound-rtp')
  const path = transport(entries)
  return {
    at,
    direction: 'publish',
    packets: sum(outbound, entry => entry.packetsSent),
    lost: sum(remote, entry => entry.packetsLost),
    frames: sum(outbound, entry => entry.framesEncoded),
    screenFrames: 0,
    freezeSeconds: 0,
    jitterSeconds: largest(remote, entry => entry.jitter),
    audioLevel: null,
    ...path,
    roundTripSeconds: path.roundTripSeconds ?? largest(remote, entry => entry.roundTripTime),
  }
}

function transport(
  entries: readonly StatsEntry[],
): Pick<MediaSample, 'signsOfLife' | 'roundTripSeconds' | 'availableBitsPerSecond'> {
  const pairs = entries.filter(entry => entry.type === 'candidate-pair' && entry.nominated === true)
  const answered = sum(pairs, entry => entry.responsesReceived)
  return {
    signsOfLife: answered + sum(pairs, entry => entry.bytesReceived),
    roundTripSeconds: largest(pairs, entry => entry.currentRoundTripTime),
    availableBitsPerSecond: largest(pairs, entry => entry.availableOutgoingBitrate),
  }
}

/** A shared page may stand still for minutes: its silence says nothing about the line. */
function isScreen(entry: StatsEntry): boolean {
  return entry.mid?.startsWith('s') ?? false
}

function sum(entries: readonly StatsEntry[], member: (entry: StatsEntry) => number | undefined): number {
  return entries.reduce((total, entry) => total + (member(entry) ?? 0), 0)
}

function largest(entries: readonly StatsEntry[], member: (entry: StatsEntry) => number | undefined): number | null {
  const values = entries.map(member).filter(value => value !== undefined)
  return values.length === 0 ? null : Math.max(...values)
}
