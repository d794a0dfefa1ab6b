import { describe, expect, it } from 'vitest'
import { FakeClock } from '@/call-engine/testing/fake-clock'
import { disconnected, type Done, type RateRequest, type Reply } from '@/signaling'
import { RatingChoice, regretMilliseconds } from './useRating'

function choice(reply: Reply<Done> = { value: {}, refusal: null }) {
  const sent: RateRequest[] = []
  const clock = new FakeClock()
  const rating = new RatingChoice(async (request) => {
    sent.push(request)
    return reply
  }, clock)
  return { rating, sent, clock }
}

describe('RatingChoice', () => {
  it('presets nothing and sends nothing by itself', async () => {
    const { rating, sent, clock } = choice()
    await clock.advance(60_000)
    expect(rating.state.value.kind).toBe('open')
    expect(sent).toEqual([])
  })

  it('sends the touched word after the moment of regret, with what was written meanwhile', async () => {
    const { rating, sent, clock } = choice()
    let comment = ''
    rating.choose(4, () => comment)
    comment = ' 很好 '
    await clock.advance(regretMilliseconds - 1)
    expect(sent).toEqual([])
    await clock.advance(1)
    expect(sent).toEqual([{ level: 4, comment: '很好' }])
  })

  it('can be taken back or changed before it counts', async () => {
    const { rating, sent, clock } = choice()
    rating.choose(1, () => '')
    rating.takeBack()
    await clock.advance(regretMilliseconds)
    expect(sent).toEqual([])
    rating.choose(1, () => '')
    rating.choose(5, () => '')
    await clock.advance(regretMilliseconds)
    expect(sent).toEqual([{ level: 5, comment: null }])
  })

  it('waits for one who is still writing', async () => {
    const { rating, sent, clock } = choice()
    rating.choose(2, () => '')
    await clock.advance(regretMilliseconds - 1)
    rating.writing(() => '')
    await clock.advance(regretMilliseconds - 1)
    expect(sent).toEqual([])
    await clock.advance(1)
    expect(sent.length).toBe(1)
  })

  it('counts a chosen word when the page closes', async () => {
    const { rating, sent, clock } = choice()
    rating.choose(3, () => '')
    rating.close(() => '')
    await clock.advance(0)
    expect(sent).toEqual([{ level: 3, comment: null }])
  })

  it('says why when the hall refuses', async () => {
    const { rating, clock } = choice(disconnected())
    rating.choose(5, () => '')
    await clock.advance(regretMilliseconds)
    expect(rating.state.value.kind).toBe('refused')
  })
})
