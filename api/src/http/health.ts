import { ServiceError } from '@tuvens/contract'
import type { FastifyInstance } from 'fastify'
import type { BaseContext } from '../base/context.ts'

const PATIENCE_MS = 2000

/** `/healthz`: the process is alive. `/readyz`: what it depends on answers, so it may be given work. */
export function addHealthRoutes(app: FastifyInstance, { db }: Pick<BaseContext, 'db'>): void {
  app.get('/healthz', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  )
  app.get('/readyz', async (_request, reply) => {
    const answers = await Promise.race([
      db`select 1`.then(
        () => true,
        () => false,
      ),
      after(PATIENCE_MS),
    ])
    if (!answers) throw new ServiceError('SERVICE_UNAVAILABLE', { retryAfter: 2 })
    return reply.header('cache-control', 'no-store').send({ status: 'ok' })
  })
}

function after(ms: number): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), ms).unref())
}
