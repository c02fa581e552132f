import type { FastifyInstance, FastifyRequest } from 'fastify'
import { createHash, timingSafeEqual } from 'node:crypto'
import type { FaultInjection, FaultInjectionContext } from './fault-injection.ts'
import { missing, Refusal } from '../refusal.ts'
import { idOf } from '../rest/api.ts'
import { addErrorHandlers } from '../rest/errors.ts'
import { addResponseFaults } from './response-faults.ts'
import { readRule, readSkew } from './read-rule.ts'
import type { StoredRule } from './rules.ts'

const KEY_HEADER = 'x-fault-injection-key'

/** Injects faults on demand: those set in the context, and those set over HTTP by a caller with the key. */
export function addFaultInjectionRoutes(app: FastifyInstance, context: FaultInjectionContext): void {
  const { faultInjection } = context
  if (faultInjection === null) return
  app.addHook('onRequest', () => faultInjection.worker.whenFree())
  addResponseFaults(app, faultInjection.rules)
  const keys = context.secrets.faultInjection
  if (keys !== null)
    void app.register(async (control) => addControlRoutes(control, context, { faultInjection, keys }), {
      prefix: '/fault-injection',
    })
}

type Controlled = { faultInjection: FaultInjection; keys: readonly string[] }

function addControlRoutes(
  control: FastifyInstance,
  { config }: FaultInjectionContext,
  { faultInjection, keys }: Controlled,
): void {
  const { rules } = faultInjection
  addErrorHandlers(control, config)
  control.addHook('onRequest', async (request) => requireKey(request, keys))
  control.get('/', async () => ({ data: rules.list().map(shapeOf), skew_ms: faultInjection.skewMs }))
  control.post('/', async ({ body }, reply) => {
    reply.code(201)
    return { data: shapeOf(rules.add(readRule(body))) }
  })
  control.delete('/', async (_request, reply) => {
    rules.remove()
    faultInjection.skewMs = 0
    return reply.code(204).send()
  })
  control.delete<{ Params: { id: string } }>('/:id', async ({ params }, reply) => {
    const id = idOf(params.id, 'FaultRule')
    if (!rules.list().some((each) => each.id === id)) throw missing('FaultRule', id)
    rules.remove(id)
    return reply.code(204).send()
  })
  control.put('/clock', async ({ body }) => {
    faultInjection.skewMs = readSkew(body)
    return { skew_ms: faultInjection.skewMs }
  })
}

/** @throws Refusal 403 */
function requireKey({ headers }: FastifyRequest, keys: readonly string[]): void {
  const given = digest(String(headers[KEY_HEADER] ?? ''))
  if (!keys.map((key) => timingSafeEqual(given, digest(key))).includes(true))
    throw new Refusal(403, `Send the fault injection key in the header ${KEY_HEADER}.`)
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** `times` is null when it is unlimited. */
function shapeOf({ times, retryAfter, ...rule }: StoredRule) {
  const { id, kind, applied, account, organizer, event, path, probability, seed, ms, copies, status } = rule
  const scope = { account, organizer, event, path }
  const left = Number.isFinite(times) ? times : null
  return {
    id,
    kind,
    ...scope,
    times: left,
    probability,
    seed,
    ms,
    copies,
    status,
    retry_after: retryAfter,
    applied,
  }
}
