import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createPool } from '../servers/pool.ts'
import { answer, bodyOf, readSettings, serve } from '../servers/serve.ts'

/** The minimal code with the guarantees of the native webhook: signed, and recorded durably before the response. */
const { databaseUrl, secret } = readSettings<NativeFloorSettings>()
const pool = createPool(databaseUrl)

export type NativeFloorSettings = { databaseUrl: string; secret: string }

type Message = { event_type: string; payload: { id: number; event_id?: number; status?: string } }

const RECORD = `
  insert into deliveries as d (tuvens_account_id, digest, event_type, hi_event_id, named_status)
  values (1, $1, $2, $3, $4)
  on conflict (tuvens_account_id, digest) do update set repeats = d.repeats + 1`

await pool.query(`
  create table if not exists deliveries (
    id bigint generated always as identity primary key,
    tuvens_account_id bigint not null,
    digest bytea not null,
    event_type text not null,
    hi_event_id bigint not null,
    named_status text,
    repeats integer not null default 0,
    received_at timestamptz not null default now(),
    processed_at timestamptz,
    unique (tuvens_account_id, digest))`)

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const raw = await bodyOf(request)
  if (!isSigned(request, raw)) return answer(response, 401, { code: 'SIGNATURE_INVALID' })
  const { event_type, payload }: Message = JSON.parse(raw.toString())
  const digest = createHash('sha256').update(raw).digest()
  const values = [digest, event_type, payload.event_id ?? payload.id, payload.status ?? null]
  await pool.query({ name: 'record', text: RECORD, values })
  answer(response, 200, { received: true })
}

function isSigned(request: IncomingMessage, raw: Buffer): boolean {
  const wanted = createHmac('sha256', secret).update(raw).digest()
  const given = Buffer.from(String(request.headers['signature']), 'hex')
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

serve(
  createServer((request, response) => {
    receive(request, response).catch((error: Error) => answer(response, 500, { message: error.message }))
  }),
)
