/**
 * Which snapshots of a subject are news. Every event carries the whole state, so a gap needs no repair: the largest
 * sequence wins and smaller ones are dropped; an equal one may differ in what the sequence does not count (a position). A new connection starts afresh, because a restarted server may count anew.
 */
export class SnapshotSequence {
  private last: number | null = null

  /** Call when a connection is (re)established, before anything arrives on it. */
  reset(): void {
    this.last = null
  }

  /** @returns true unless a newer snapshot was seen on this connection. */
  accept(sequence: number): boolean {
    if (this.last !== null && sequence < this.last) return false
    this.last = sequence
    return true
  }
}
