// Stands in for the hall in one browser context: REST by routes, the hub by its WebSocket (SignalR's JSON protocol, version 1).
import { catalogue, foundCase, guide, stages } from './fixtures.mjs'

const end = '\u001e'

/** @param stage name in `stages` that the hub answers; a function may change it while the page is open. */
export async function fakeHall(context, stage) {
  const json = body => route => route.fulfill({ status: 200, contentType: 'application/json', body: JSON.stringify(body(route.request())) })
  await context.route('**/api/catalogue', json(() => catalogue))
  await context.route('**/api/catalogue/items/*', json(request => guide(decodeURIComponent(request.url().split('/').at(-1)))))
  await context.route('**/api/join', json(() => ({})))
  await context.route('**/api/cases/lookup', json(() => foundCase))
  await context.route('**/healthz/live', json(() => ({})))
  await context.routeWebSocket('**/hubs/applicant', socket => answer(socket, stage))
}

function answer(socket, stage) {
  socket.onMessage(text => {
    for (const part of String(text).split(end).filter(Boolean)) {
      const message = JSON.parse(part)
      if (message.protocol) socket.send(`{}${end}`)
      if (message.type === 1) socket.send(JSON.stringify({ type: 3, invocationId: message.invocationId, result: reply(message.target, stage) }) + end)
    }
  })
}

function reply(method, stage) {
  if (method === 'Snapshot') return { value: stages[stage](), refusal: null }
  if (method === 'TakeTicket') return { value: { snapshot: stages.waiting(), joinToken: 'token' }, refusal: null }
  return { value: {}, refusal: null }
}
