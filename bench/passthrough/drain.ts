import type { Pool } from 'undici'
import { CONNECTIONS, type Driven } from '../measure/drive.ts'
import { BenchError } from '../bench-error.ts'

/** Headers of a browser's request for a page of the ticket system. */
const HEADERS = {
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
  'accept-encoding': 'gzip, deflate, br',
  'accept-language': 'en-GB,en;q=0.9',
  cookie: `token=${'a'.repeat(400)}; session_identifier=${'b'.repeat(40)}`,
  'sec-fetch-dest': 'document',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-site': 'same-origin',
  'user-agent':
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
}

export type DrainRequest = { path: string; count: number; bytes: number }

/**
 * Requests one path `count` times over 32 connections and discards the bodies.
 *
 * @throws BenchError at the first response that is not 200 or not complete
 */
export async function drain(pool: Pool, { path, count, bytes }: DrainRequest): Promise<Driven> {
  const latencies = new Float64Array(count)
  let next = 0
  const worker = async () => {
    for (let at = next++; at < count; at = next++) {
      const from = performance.now()
      const answer = await pool.request({ method: 'GET', path, headers: HEADERS })
      let received = 0
      for await (const chunk of answer.body) received += Buffer.byteLength(chunk)
      if (answer.statusCode !== 200 || received !== bytes)
        throw new BenchError(
          `GET ${path} answered ${answer.statusCode} with ${received} bytes, not 200 with ${bytes}`,
        )
      latencies[at] = performance.now() - from
    }
  }
  const from = performance.now()
  await Promise.all(Array.from({ length: CONNECTIONS }, worker))
  return { seconds: (performance.now() - from) / 1000, latencies, bodies: [] }
}
