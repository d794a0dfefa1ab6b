import type { CaseLookupRequest, NoticeView, Refusal } from '@/signaling'
import { saveFile } from '@/signaling/save-file'

/** Saves one notice, fetched with number and password. */
export const saveNotice = (notice: NoticeView, key: CaseLookupRequest): Promise<Refusal | null> =>
  saveFile(`/api/cases/notices/${notice.noticeId}`, key, `${notice.title}-${notice.number}.pdf`)
