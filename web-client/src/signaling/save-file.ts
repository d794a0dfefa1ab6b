import type { Refusal } from './contracts.gen'
import { disconnected, isRefusal, noAnswer } from './refusals'

/**
 * Fetches a file and hands it to the browser to keep. What opens it (a password, a reason) goes in the body: it is in no log and in no history.
 * A module of its own, so that applicants who wait do not load it.
 */
export async function saveFile(path: string, body: unknown, name: string): Promise<Refusal | null> {
  try {
    const answer = await fetch(path, { method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
    if (!answer.ok) return await refusalOf(answer)
    keep(await answer.blob(), name)
    return null
  } catch {
    return disconnected().refusal
  }
}

async function refusalOf(answer: Response): Promise<Refusal | null> {
  const said: unknown = await answer.json().catch(() => null)
  return isRefusal(said) ? said : noAnswer().refusal
}

function keep(file: Blob, name: string): void {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(file), download: name })
  link.click()
  // The browser has taken hold of the file by the next turn.
  setTimeout(() => URL.revokeObjectURL(link.href))
}
