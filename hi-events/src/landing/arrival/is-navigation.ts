import type { FastifyRequest } from 'fastify'

/** Whether a person opens the address. Prefetching, a preview, a frame or a HEAD request must start nothing. */
export function isNavigation({ method, headers }: Pick<FastifyRequest, 'method' | 'headers'>): boolean {
  const { purpose, 'sec-purpose': secPurpose = purpose, 'sec-fetch-dest': destination = 'document' } = headers
  return method === 'GET' && destination === 'document' && secPurpose === undefined
}
