import { ServiceError } from '@tuvens/contract'
import type { FastifyInstance } from 'fastify'
import { setTimeout as delay } from 'node:timers/promises'
import type { BaseContext } from '../base/context.ts'

const READY_LIMIT_MS = 2000

/** `/healthz`: the process runs. `/readyz`: its database responds too, so a balancer may send it requests. */
export function addHealthRoutes(app: FastifyInstance, { db }: Pick<BaseContext, 'db'>): void {
  app.get('/healthz', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  )
  app.get('/readyz', async (_request, reply) => {
    const isReady = await Promise.race([
      db`select 1`.then(
        () => true,
        () => false,
      ),
      delay(READY_LIMIT_MS, false, { ref: false }),
    ])
    if (!isReady) throw new ServiceError('SERVICE_UNAVAILABLE', { retryAfter: 2 })
    return reply.header('cache-control', 'no-store').send({ status: 'ok' })
  })
}
