import { disconnected, isRefusal, noAnswer } from '@/signaling'
import type { CaseLookupRequest, NoticeView, Refusal } from '@/signaling'

/** Fetches one notice with number and password (in the body: they are in no log) and hands it to the browser to keep. */
export async function saveNotice(notice: NoticeView, key: CaseLookupRequest): Promise<Refusal | null> {
  try {
    const answer = await fetch(`/api/cases/notices/${notice.noticeId}`, {
      method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(key),
    })
    if (!answer.ok) return await refusalOf(answer)
    keep(await answer.blob(), `${notice.title}-${notice.number}.pdf`)
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
