import type { BenchPart } from '../part.ts'
import { measureNativeWebhook } from './native.bench.ts'
import { measureStatusWebhook } from './status.bench.ts'

/** Messages coming in: from the ticket origin into the API, and from Hi.Events into the ticket origin. */
export const webhook: BenchPart = {
  name: 'webhook',
  run: async (bench) => [...(await measureStatusWebhook(bench)), ...(await measureNativeWebhook(bench))],
}
