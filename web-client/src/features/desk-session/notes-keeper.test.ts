import { beforeEach, describe, expect, it } from 'vitest'
import { FakeClock, settle } from '@/call-engine/testing/fake-clock'
import { NotesKeeper } from './notes-keeper'

/** Notes as the server keeps them: a save with an older revision is refused. */
class Server {
  notes = ''
  revision = 0
  saves = 0
  down = false

  readonly save = async (notes: string, revision: number): Promise<'done' | 'stale' | 'failed'> => {
    if (this.down) return 'failed'
    if (revision < this.revision) return 'stale'
    this.saves++
    this.write(notes)
    return 'done'
  }

  write(notes: string): void {
    this.notes = notes
    this.revision++
  }
}

let clock: FakeClock
let server: Server
let keeper: NotesKeeper

beforeEach(() => {
  clock = new FakeClock()
  server = new Server()
  keeper = new NotesKeeper('', 0, server.save, clock)
})

describe('NotesKeeper', () => {
  it('saves once, a moment after the last key', async () => {
    keeper.edit('材')
    await clock.advance(500)
    keeper.edit('材料')
    expect(keeper.notes.value.state.kind).toBe('unsaved')
    await clock.advance(800)
    expect([server.notes, server.saves]).toEqual(['材料', 1])
    expect(keeper.notes.value.state.kind).toBe('saved')
  })

  it('saves at once before the session passes into other hands', async () => {
    keeper.edit('已核对')
    expect([await keeper.flush(), server.notes, server.saves]).toEqual([true, '已核对', 1])
    await clock.advance(5_000)
    expect(server.saves).toBe(1)
  })

  it('tries again when somebody wrote another part of the session in the same instant', async () => {
    let misses = 2
    keeper = new NotesKeeper('', 0, async (notes, revision) => (misses-- > 0 ? 'stale' : server.save(notes, revision)), clock)
    keeper.edit('已核对')
    expect([await keeper.flush(), server.notes]).toEqual([true, '已核对'])
  })

  it('says that it could not save: the clerk has to look first', async () => {
    keeper.edit('我的')
    keeper.seen('别人的', 1)
    expect([await keeper.flush(), keeper.notes.value.state.kind]).toEqual([false, 'conflict'])
    server.down = true
    keeper.resolve('mine')
    expect([await keeper.flush(), keeper.notes.value.state.kind]).toEqual([false, 'failed'])
  })

  it('saves again what was typed while it was saving', async () => {
    let release: () => void = () => undefined
    keeper = new NotesKeeper('', 0, async (notes, revision) => {
      await new Promise<void>(resolve => (release = resolve))
      return server.save(notes, revision)
    }, clock)
    keeper.edit('一')
    await clock.advance(800)
    keeper.edit('一二')
    release()
    await settle()
    await clock.advance(1_700)
    release()
    await settle()
    expect([server.notes, keeper.notes.value.state.kind]).toEqual(['一二', 'saved'])
  })

  it('tries again after a failure without losing a word', async () => {
    server.down = true
    keeper.edit('重要')
    await clock.advance(800)
    expect(keeper.notes.value).toEqual({ text: '重要', state: { kind: 'failed' } })
    server.down = false
    await clock.advance(3_000)
    expect(server.notes).toBe('重要')
  })

  it('takes the text of another tab while nothing was written here', () => {
    keeper.seen('别处写的', 3)
    expect(keeper.text).toBe('别处写的')
  })

  it('does not mistake its own save, told by a snapshot, for another hand', async () => {
    keeper.edit('一')
    await clock.advance(800)
    keeper.edit('一二')
    keeper.seen('一', 1)
    expect(keeper.notes.value).toEqual({ text: '一二', state: { kind: 'unsaved' } })
  })

  it('asks the clerk when both wrote, and overwrites nothing until then', async () => {
    keeper.edit('我写的')
    server.write('他写的')
    keeper.seen('他写的', 1)
    await clock.advance(10_000)
    expect(keeper.notes.value.state).toEqual({ kind: 'conflict', theirs: '他写的' })
    expect(server.notes).toBe('他写的')
  })

  it.each([['mine', '我写的'], ['theirs', '他写的'], ['both', '他写的\n我写的']] as const)('resolves a conflict: %s', async (choice, text) => {
    keeper.edit('我写的')
    server.write('他写的')
    keeper.seen('他写的', 1)
    keeper.resolve(choice)
    await clock.advance(100)
    expect([keeper.text, server.notes, keeper.notes.value.state.kind]).toEqual([text, text, 'saved'])
  })

  it('cuts at 4,000 characters as the server counts them', () => {
    keeper.edit('𠮷'.repeat(4_100))
    expect([...keeper.text]).toHaveLength(4_000)
  })
})
