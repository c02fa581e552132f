import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type Server, spawnServer } from '../servers/spawn.ts'

const servers: Server[] = []
afterAll(() => Promise.all(servers.map((each) => each.stop())))

/** Opens a stream and returns its reader's next `count` data lines. */
async function listen(url: string): Promise<(count: number) => Promise<string[]>> {
  const response = await fetch(url, { headers: { accept: 'text/event-stream' } })
  const chunks = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const lines = () => text.split('\n').filter((line) => line.startsWith('data:') && line.includes('version'))
  return async (count) => {
    while (lines().length < count) {
      const next = await chunks?.read()
      if (next === undefined || next.done) break
      text += next.value
    }
    return lines()
  }
}

describe.each(['floor.server.ts', 'better-sse.server.ts'])('the stream server %s', (file) => {
  it('sends each change to each listener, in order', async () => {
    const server = await spawnServer(join(import.meta.dirname, file))
    servers.push(server)
    const readers = await Promise.all([listen(server.url), listen(server.url), listen(server.url)])
    for (let count = 0; count < 3; count++) await fetch(server.url, { method: 'POST' })
    const received = await Promise.all(readers.map((read) => read(3)))
    const versions = received.map((lines) => lines.map((line) => JSON.parse(line.slice(5)).version))
    expect(versions).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
    ])
  })
})
