import { createChannel, createSession } from 'better-sse'
import { createServer } from 'node:http'
import { answer, serve } from '../servers/serve.ts'
import { changeOf } from './change.ts'

/** The library as its guide shows it: one channel, one session for each reader. GET subscribes, POST publishes one change to all. */
const channel = createChannel()
let version = 0

serve(
  createServer((request, response) => {
    if (request.method === 'GET') {
      void createSession(request, response).then((session) => channel.register(session))
      return
    }
    request.resume()
    version += 1
    channel.broadcast(changeOf(version), 'message', { eventId: String(version) })
    answer(response, 200, {})
  }),
)
