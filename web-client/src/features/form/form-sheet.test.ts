import { describe, expect, it } from 'vitest'
import { FakeClock } from '@/call-engine/testing/fake-clock'
import type { FieldView, FormChanged, FormNews, FormView, Refusal, Reply } from '@/signaling'
import { FormSheet } from './form-sheet'

const field = (text: string, revision: number): FieldView =>
  ({ id: 'name', text, masked: false, revision, by: 'applicant', error: 'none', proposal: null, revealed: false, revealAsked: false })
const status = { paused: false, submitted: false, control: { stage: 'none', pageId: null, seconds: null, until: null } } as const
const view = (text: string, revision: number, sequence: number): FormView =>
  ({ sessionId: 's', sequence, layout: { name: 'f', version: 1, title: '表', titleEn: 'Form', pages: [] }, fields: [field(text, revision)], status })
const news = (after: number | null, sequence: number, ...fields: FieldView[]): FormNews => ({ sessionId: 's', after, sequence, fields, status })
const no = (code: Refusal['code']): { value: null; refusal: Refusal } => ({ value: null, refusal: { code, message: code, messageEn: code } })

/** A server that answers as the test says; sent texts are kept. */
function start(text = '', revision = 0) {
  const clock = new FakeClock()
  const server = { view: view(text, revision, revision), answers: [] as Reply<FormChanged>[], sent: [] as [string, number][], opened: 0 }
  const sheet = new FormSheet({
    open: async () => { server.opened++; return { value: server.view, refusal: null } },
    set: async (_, sent, base) => {
      server.sent.push([sent, base])
      return server.answers.shift() ?? { value: { sequence: base + 1, revision: base + 1 }, refusal: null }
    },
  }, clock)
  const pass = async (milliseconds: number): Promise<void> => {
    await clock.advance(milliseconds)
  }
  const shown = (): string => sheet.state.value.drafts.get('name')?.text ?? sheet.state.value.view?.fields[0]?.text ?? ''
  return { sheet, server, pass, shown, draft: () => sheet.state.value.drafts.get('name') }
}

describe('FormSheet', () => {
  it('gathers what is typed and sends it once', async () => {
    const { sheet, server, pass, shown, draft } = start()
    await sheet.open()
    sheet.write('name', '张')
    await pass(50)
    sheet.write('name', '张三')
    await pass(130)
    expect(server.sent).toEqual([['张三', 0]])
    expect(shown()).toBe('张三')
    expect(draft()).toBeUndefined()
  })

  it('sends what was typed meanwhile with the revision that the reply gave', async () => {
    const { sheet, server, pass } = start()
    await sheet.open()
    sheet.write('name', '张三')
    await pass(130)
    sheet.write('name', '张三丰')
    await pass(130)
    expect(server.sent).toEqual([['张三', 0], ['张三丰', 1]])
  })

  it('says when nothing is under way, and sends the last key before', async () => {
    const { sheet, server, pass } = start()
    await sheet.open()
    sheet.write('name', '张三')
    let settled = false
    void sheet.settled().then(() => (settled = true))
    expect(settled).toBe(false)
    await pass(1)
    expect(server.sent).toEqual([['张三', 0]])
    expect(settled).toBe(true)
  })

  it('waits for the end of an input method', async () => {
    const { sheet, server, pass } = start()
    await sheet.open()
    sheet.compose('name', true)
    sheet.write('name', 'zhang')
    await pass(500)
    expect(server.sent).toEqual([])
    sheet.write('name', '张')
    sheet.compose('name', false)
    await pass(0)
    expect(server.sent).toEqual([['张', 0]])
  })

  it('asks who is right when the other side wrote meanwhile, and loses neither text', async () => {
    const { sheet, server, pass, draft, shown } = start()
    await sheet.open()
    server.answers.push(no('stale'))
    server.view = view('李四', 1, 1)
    sheet.write('name', '张三')
    await pass(130)
    expect(draft()).toEqual({ text: '张三', state: 'conflict' })
    sheet.resolve('name', 'mine')
    await pass(0)
    expect(server.sent).toEqual([['张三', 0], ['张三', 1]])
    expect(shown()).toBe('张三')
  })

  it('takes the other side\'s text when told to', async () => {
    const { sheet, server, pass, shown } = start()
    await sheet.open()
    server.answers.push(no('stale'))
    server.view = view('李四', 1, 1)
    sheet.write('name', '张三')
    await pass(130)
    sheet.resolve('name', 'theirs')
    expect(shown()).toBe('李四')
  })

  it('sends again after a moment when it came too soon', async () => {
    const { sheet, server, pass, draft } = start()
    await sheet.open()
    server.answers.push(no('too-often'))
    sheet.write('name', '张三')
    await pass(130)
    expect(draft()).toEqual({ text: '张三', state: 'typing' })
    await pass(1_000)
    expect(server.sent).toHaveLength(2)
    expect(draft()).toBeUndefined()
  })

  it('keeps what could not be sent and sends it when the form opens again', async () => {
    const { sheet, server, pass, draft } = start()
    await sheet.open()
    server.answers.push(no('unavailable'))
    sheet.write('name', '张三')
    await pass(130)
    expect(draft()).toEqual({ text: '张三', state: 'failed' })
    await sheet.open()
    await pass(0)
    expect(server.sent).toHaveLength(2)
    expect(draft()).toBeUndefined()
  })

  it('follows news, drops old ones and opens again after a gap', async () => {
    const { sheet, server, pass, shown } = start()
    await sheet.open()
    sheet.seen(news(0, 1, field('张', 1)))
    expect(shown()).toBe('张')
    sheet.seen(news(0, 1, field('旧', 1)))
    expect(shown()).toBe('张')
    server.view = view('张三丰', 3, 3)
    sheet.seen(news(2, 3, field('张三丰', 3)))
    await pass(0)
    expect(server.opened).toBe(2)
    expect(shown()).toBe('张三丰')
  })

  it('takes every field after a pause, whatever it had missed', async () => {
    const { sheet, shown } = start()
    await sheet.open()
    sheet.seen(news(null, 9, field('张三', 4)))
    expect(shown()).toBe('张三')
    expect(sheet.state.value.view?.sequence).toBe(9)
  })

  it('never shows news older than the own confirmed text', async () => {
    const { sheet, pass, shown } = start()
    await sheet.open()
    sheet.write('name', '张三')
    await pass(130)
    sheet.seen(news(0, 1, { ...field('', 0), proposal: null }))
    expect(shown()).toBe('张三')
  })
})
