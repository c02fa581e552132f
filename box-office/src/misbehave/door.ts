import type { FastifyInstance, FastifyRequest } from 'fastify'
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from '../context.ts'
import { missing, Refusal } from '../refusal.ts'
import { idOf } from '../rest/api.ts'
import { answerRestErrors } from '../rest/errors.ts'
import { misbehaveInAnswers } from './answers.ts'
import type { Misbehaviour } from './misbehaviour.ts'
import { readRule, readSkew } from './read-rule.ts'
import type { Known } from './rules.ts'

const KEY_HEADER = 'x-misbehaviour-key'

/** Makes the whole box office misbehave on demand: by the context, and with a key by HTTP. */
export function registerMisbehaviour(app: FastifyInstance, context: Context): void {
  const { misbehaviour } = context
  if (misbehaviour === null) return
  app.addHook('onRequest', () => misbehaviour.worker.isFree())
  misbehaveInAnswers(app, misbehaviour.rules)
  const keys = context.secrets.misbehaviour
  if (keys !== null)
    void app.register(async (door) => openDoor(door, context, { misbehaviour, keys }), {
      prefix: '/misbehaviours',
    })
}

type Opened = { misbehaviour: Misbehaviour; keys: readonly string[] }

function openDoor(door: FastifyInstance, { config }: Context, { misbehaviour, keys }: Opened): void {
  const { rules } = misbehaviour
  answerRestErrors(door, config)
  door.addHook('onRequest', async (request) => requireKey(request, keys))
  door.get('/', async () => ({ data: rules.list().map(shapeOf), skew_ms: misbehaviour.skewMs }))
  door.post('/', async ({ body }, reply) => {
    reply.code(201)
    return { data: shapeOf(rules.add(readRule(body))) }
  })
  door.delete('/', async (_request, reply) => {
    rules.remove()
    misbehaviour.skewMs = 0
    return reply.code(204).send()
  })
  door.delete<{ Params: { id: string } }>('/:id', async ({ params }, reply) => {
    const id = idOf(params.id, 'Misbehaviour')
    if (!rules.list().some((each) => each.id === id)) throw missing('Misbehaviour', id)
    rules.remove(id)
    return reply.code(204).send()
  })
  door.put('/clock', async ({ body }) => {
    misbehaviour.skewMs = readSkew(body)
    return { skew_ms: misbehaviour.skewMs }
  })
}

/** @throws Refusal 403 */
function requireKey({ headers }: FastifyRequest, keys: readonly string[]): void {
  const given = digest(String(headers[KEY_HEADER] ?? ''))
  if (!keys.map((key) => timingSafeEqual(given, digest(key))).includes(true))
    throw new Refusal(403, `Only who has the key may do this: send it as ${KEY_HEADER}.`)
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Without an end, `times` is null. */
function shapeOf({ times, retryAfter, ...rule }: Known) {
  const { id, kind, struck, account, organizer, event, path, probability, seed, ms, copies, status } = rule
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
    struck,
  }
}
