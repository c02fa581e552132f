import type { TuvensEvent } from '@tuvens/contract'
import type { ServerResponse } from 'node:http'
import type { StandInWorld } from './world.ts'

/** The stream of the contract: a snapshot of each requested event, then every change. */
export function answerStream(world: StandInWorld, query: URLSearchParams, response: ServerResponse): void {
  const ids = query.getAll('event_id')
  const asked = (event: TuvensEvent) => ids.length === 0 || ids.includes(event.id)
  const tell = (event: TuvensEvent) =>
    response.write(`id: ${world.nextCursor()}\ndata: ${JSON.stringify(world.changeOf(event))}\n\n`)
  const pass = (event: TuvensEvent) => asked(event) && tell(event)
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write('retry: 300\n\n')
  for (const event of world.events.filter(asked)) tell(event)
  response.write('data: {"type":"heartbeat"}\n\n')
  const reset = (event: TuvensEvent) => {
    response.write('data: {"type":"reset"}\n\n')
    pass(event)
  }
  world.changes.on('change', pass).on('reset', reset)
  response.on('close', () => world.changes.off('change', pass).off('reset', reset))
}
