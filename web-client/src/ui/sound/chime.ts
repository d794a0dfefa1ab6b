/** Notes of a friendly three-tone sound: [hertz, starts at, lasts] in seconds. */
const notes = [[523.25, 0, 0.28], [659.25, 0.22, 0.28], [783.99, 0.44, 0.5]] as const

/** Plays the hall's call sound. Made on the spot, so that no file must be loaded when it matters. Resolves when it has ended. */
export async function playChime(volume = 0.35): Promise<void> {
  const context = new AudioContext()
  try {
    await context.resume()
    const ended = notes.map(([hertz, start, duration]) => playNote(context, hertz, start, duration, volume))
    await Promise.all(ended)
  } finally {
    await context.close()
  }
}

function playNote(context: AudioContext, hertz: number, start: number, duration: number, volume: number): Promise<void> {
  const oscillator = new OscillatorNode(context, { frequency: hertz, type: 'sine' })
  const gain = new GainNode(context, { gain: 0 })
  const at = context.currentTime + start
  gain.gain.setValueAtTime(0, at)
  gain.gain.linearRampToValueAtTime(volume, at + 0.02)
  gain.gain.exponentialRampToValueAtTime(0.001, at + duration)
  oscillator.connect(gain).connect(context.destination)
  oscillator.start(at)
  oscillator.stop(at + duration)
  return new Promise((resolve) => oscillator.addEventListener('ended', () => resolve(), { once: true }))
}
