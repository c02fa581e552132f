import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withClosers } from '../part.ts'
import { messageOf, spawnProcess, spawnServer } from '../servers/spawn.ts'
import type { Connected, Delivered } from './listeners.process.ts'

const here = (file: string) => join(import.meta.dirname, file)

describe.each(['floor.server.ts', 'better-sse.server.ts'])('listeners of %s', (entry) => {
  it('receive every change', async () => {
    const result = await withClosers(async (onEnd) => {
      const server = await spawnServer(here(entry))
      onEnd(server.stop)
      const listeners = await spawnProcess(here('listeners.process.ts'))
      onEnd(listeners.stop)
      listeners.process.send({ do: 'connect', url: `${server.url}/`, count: 12 })
      expect(await messageOf<Connected>(listeners)).toEqual({ connected: 12 })
      listeners.process.send({ do: 'expect', deliveries: 36 })
      await messageOf(listeners)
      const delivered = messageOf<Delivered>(listeners)
      for (let change = 0; change < 3; change++) await fetch(server.url, { method: 'POST' })
      return delivered
    })
    expect(result).toMatchObject({ deliveries: 36, cut: 0 })
  })
})
