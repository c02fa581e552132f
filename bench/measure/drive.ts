import { Pool } from 'undici'
import { BenchError } from '../bench-error.ts'

export type BenchCall = {
  method: 'GET' | 'POST'
  path: string
  headers: Record<string, string>
  body?: string
}

export type Driven = {
  seconds: number
  /** Milliseconds of each call, in the order of the calls. */
  latencies: Float64Array
  bodies: string[]
}

export const CONNECTIONS = 32

export function openPool(url: string): Pool {
  return new Pool(url, { connections: CONNECTIONS, pipelining: 1, keepAliveTimeout: 60_000 })
}

/**
 * Sends all calls over 32 connections, with one call at a time on each.
 *
 * @throws BenchError at the first response with another status, because refusals are faster than real work
 */
export async function drive(pool: Pool, calls: readonly BenchCall[], status = 200): Promise<Driven> {
  const latencies = new Float64Array(calls.length)
  const bodies = calls.map(() => '')
  const queue = calls.entries()
  const worker = async () => {
    for (const [index, call] of queue) {
      const from = performance.now()
      bodies[index] = await send(pool, call, status)
      latencies[index] = performance.now() - from
    }
  }
  const from = performance.now()
  await Promise.all(Array.from({ length: CONNECTIONS }, worker))
  return { seconds: (performance.now() - from) / 1000, latencies, bodies }
}

async function send(pool: Pool, { method, path, headers, body }: BenchCall, status: number): Promise<string> {
  const answer = await pool.request({ method, path, headers, body: body ?? null })
  const text = await answer.body.text()
  if (answer.statusCode === status) return text
  throw new BenchError(
    `${method} ${path} answered ${answer.statusCode}, not ${status}: ${text.slice(0, 300)}`,
  )
}
