import type { Corners, Pixels } from './geometry'
import type { SheetAnswer, SheetQuestion } from './sheet-worker'

type Ask = SheetQuestion extends infer Q ? (Q extends SheetQuestion ? Omit<Q, 'id'> : never) : never

/** Finds and straightens sheets in a worker of its own, so that the call's pictures never stand still for it. */
export class SheetDesk {
  private readonly worker = new Worker(new URL('./sheet-worker.ts', import.meta.url), { type: 'module' })
  private readonly waiting = new Map<number, (answer: SheetAnswer) => void>()
  private last = 0

  constructor() {
    this.worker.onmessage = ({ data }: MessageEvent<SheetAnswer>) => {
      this.waiting.get(data.id)?.(data)
      this.waiting.delete(data.id)
    }
  }

  async find(picture: Pixels): Promise<Corners | null> {
    const answer = await this.ask({ kind: 'find', picture })
    return answer.kind === 'found' ? answer.corners : null
  }

  async straighten(picture: Pixels, corners: Corners): Promise<Pixels> {
    const answer = await this.ask({ kind: 'straighten', picture, corners })
    return answer.kind === 'straight' ? answer.picture : picture
  }

  close(): void {
    this.worker.terminate()
    this.waiting.clear()
  }

  private ask(question: Ask): Promise<SheetAnswer> {
    const id = ++this.last
    return new Promise((resolve) => {
      this.waiting.set(id, resolve)
      this.worker.postMessage({ ...question, id } as SheetQuestion)
    })
  }
}
