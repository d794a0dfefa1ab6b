/**
 * A microphone that is on but gives digital silence is switched off in hardware or by the system; the person does not
 * know. A quiet room is never that quiet (its noise lies above −70 dB), so mere listening raises no alarm.
 */
export class SilenceWatcher {
  private silentSince: number | null = null

  constructor(private readonly afterMilliseconds = 6_000) {}

  /** @returns true while the microphone has been silent for too long although it should be heard. */
  observe(now: number, rms: number, microphoneOn: boolean): boolean {
    if (!microphoneOn || rms > 0.0003) {
      this.silentSince = null
      return false
    }
    this.silentSince ??= now
    return now - this.silentSince >= this.afterMilliseconds
  }
}
