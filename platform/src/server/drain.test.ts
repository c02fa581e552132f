import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { drain, isDraining, noteRequest } from './drain.ts'

const LONG_MS = 3_600_000

describe('a server that drains', () => {
  it('ends when no request came', async () => {
    const server = createServer()
    const drained = drain(server, 1, LONG_MS)
    expect(isDraining(server)).toBe(true)
    await drained
  })

  it('waits for a balancer that still sends requests', async () => {
    const server = createServer()
    let isSending = true
    const drained = drain(server, 1, LONG_MS).then(() => expect(isSending).toBe(false))
    noteRequest(server)
    const requests = setInterval(() => noteRequest(server), 10)
    setTimeout(() => {
      isSending = false
      clearInterval(requests)
    }, 1_500)
    await drained
  })

  it('waits no longer than it may', async () => {
    const server = createServer()
    const drained = drain(server, 1, 100)
    noteRequest(server)
    const requests = setInterval(() => noteRequest(server), 10)
    await drained
    clearInterval(requests)
  })

  it('is not waited for by a service without a balancer', async () => {
    const server = createServer()
    const drained = drain(server, 0, LONG_MS)
    noteRequest(server)
    await drained
  })
})
