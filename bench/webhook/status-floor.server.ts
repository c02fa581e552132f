import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type pg from 'pg'
import { createPool } from '../servers/pool.ts'
import { answer, bodyOf, readSettings, serve } from '../servers/serve.ts'
import { begin, READ, WRITE } from './status-floor-statements.ts'

/** The minimal code with the guarantees of the status webhook: signed, recorded before the response, ordered, deduplicated. */
const { databaseUrl, secret } = readSettings<StatusFloorSettings>()
const pool = createPool(databaseUrl)

export type StatusFloorSettings = { databaseUrl: string; secret: string }

type Message = {
  event_sent_at: string
  payload: { id: number; status: string; tuvens_event_id: string }
}
type Row = {
  hi_events_event_id: string | null
  source_sent_at: Date | null
  has_been_on_sale: boolean
  is_known: boolean
  is_held: boolean
  is_unlinked: boolean
}

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const raw = await bodyOf(request)
  if (!isSigned(request, raw)) return answer(response, 401, { code: 'SIGNATURE_INVALID' })
  const message: Message = JSON.parse(raw.toString())
  const status = await take(message, raw, request.socket.remoteAddress ?? '')
  answer(response, status, { success: status === 200, message: 'Webhook processed successfully' })
}

async function take(message: Message, raw: Buffer, address: string): Promise<number> {
  const client = await pool.connect()
  try {
    await client.query(begin(BigInt(message.payload.tuvens_event_id)))
    const status = await write(client, message, { raw, address })
    await client.query('commit')
    return status
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

type Origin = { raw: Buffer; address: string }

async function write(
  client: pg.PoolClient,
  { event_sent_at, payload }: Message,
  origin: Origin,
): Promise<number> {
  const { id, status, tuvens_event_id: eventId } = payload
  const hash = createHash('sha256').update(origin.raw).digest()
  const { rows } = await client.query<Row>({ name: 'read', text: READ, values: [eventId, hash, id] })
  const [row] = rows
  if (row === undefined) return 404
  if (row.is_held || row.is_unlinked || (row.hi_events_event_id ?? String(id)) !== String(id)) return 409
  const sentAt = new Date(event_sent_at)
  if (row.is_known || (row.source_sent_at !== null && sentAt < row.source_sent_at)) return 200
  const [ours, phase] =
    status === 'LIVE' ? ['active', 'on_sale'] : ['setup', row.has_been_on_sale ? 'paused' : 'preparing']
  const links = [`http://localhost:3002/event/${id}/event`, `http://localhost:3002/embed/${id}`]
  const from = [randomBytes(8).toString('hex'), origin.address]
  const values = [eventId, hash, id, status, sentAt, ours, phase, ...links, ...from]
  await client.query({ name: 'write', text: WRITE, values })
  return 200
}

function isSigned({ method, url, headers }: IncomingMessage, raw: Buffer): boolean {
  const timestamp = String(headers['x-tuvens-timestamp'])
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false
  const expected = createHmac('sha256', secret).update(`${timestamp}.${method} ${url}.`).update(raw).digest()
  const given = Buffer.from(String(headers['x-tuvens-signature']), 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

serve(
  createServer((request, response) => {
    receive(request, response).catch((error: Error) => answer(response, 500, { message: error.message }))
  }),
)
