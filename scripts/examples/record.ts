import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startWorld } from '../../e2e/nothing-lost/world.ts'
import { callerOf } from './caller.ts'
import { recordPeople, recordTeam, signUp } from './people.ts'
import { createEndpoint, recordEndpoint, recordPlatform } from './platform.ts'
import { publishedOf } from './published.ts'
import { startRecording } from './recorder.ts'
import { linkEvent, recordServices, recordTicketing } from './ticketing.ts'

const FILE = join(import.meta.dirname, '..', '..', 'contract', 'vectors', 'examples.json')

it('records an example of each operation', async () => {
  const world = await startWorld()
  const startedAt = Date.now()
  const recording = startRecording(world.api.app, world.tickets.app)
  try {
    const send = callerOf(world)
    const owner = await signUp(world, send, 'Ada Lovelace')
    const endpoint = await createEndpoint(send, owner)
    const linked = await linkEvent(world, send, owner)
    await recordTicketing(world, send, owner, linked)
    await recordPlatform(send, owner)
    await recordTeam(world, send, owner)
    await recordServices(world, send, owner, linked)
    const messages = await recordEndpoint(send, owner, endpoint)
    await recordPeople(world, send)
    const examples = publishedOf(new Map([...recording.calls, ...messages]), startedAt)
    writeFileSync(FILE, `${JSON.stringify(examples, null, 2)}\n`)
    expect(Object.keys(examples).length).toBeGreaterThan(0)
  } finally {
    recording.stop()
    await world.stop()
  }
})
