import { HEADERS, LinkReport, TICKET_ORIGIN_ROUTES, type TicketSide } from '@tuvens/contract'
import { signRequest } from '@tuvens/contract/signatures'
import { Compile } from 'typebox/compile'
import type { AuthContext } from '../auth/context.ts'

/** For whom, about what, and under which id it is found in both logs. */
export type Question = { eventId: string; userId: string; requestId: string }
/** What came of asking. A ticket origin that does not answer is a finding of the report, not a failure of it. */
export type TicketAnswer = { ticket_side: TicketSide; tickets: LinkReport | null }

const LIMIT_MS = 5_000
const MAX_BYTES = 64 * 1024
const validator = Compile(LinkReport)

/** Asks the ticket origin for its side of an event, signed and in the user's name. */
export async function askTickets(context: AuthContext, question: Question): Promise<TicketAnswer> {
  try {
    return judge(await send(context, question))
  } catch (error) {
    context.log.warn({ err: error, eventId: question.eventId }, 'the ticket origin gave no report')
    return without('away')
  }
}

type Answer = { status: number; text: string | null }

async function send({ config, secrets, clock }: AuthContext, question: Question): Promise<Answer> {
  const { method, path: pattern } = TICKET_ORIGIN_ROUTES.linkReport
  const path = pattern.replace(':event_id', question.eventId)
  const response = await fetch(config.ticketServiceUrl + path, {
    method,
    headers: {
      accept: 'application/json',
      [HEADERS.onBehalfOf]: question.userId,
      [HEADERS.requestId]: question.requestId,
      ...signRequest(secrets.shared, { method, path, body: '' }, clock.now()),
    },
    redirect: 'error',
    signal: AbortSignal.timeout(LIMIT_MS),
  })
  return { status: response.status, text: await readSome(response) }
}

/** Null for a body larger than any report. */
async function readSome({ body }: Response): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > MAX_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function judge({ status, text }: Answer): TicketAnswer {
  if (status === 401 || status === 403) return without('refuses')
  if (status >= 500 || status === 429) return without('away')
  const report = status === 200 && text !== null ? parse(text) : undefined
  return validator.Check(report) ? { ticket_side: 'answers', tickets: report } : without('unreadable')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function without(side: TicketSide): TicketAnswer {
  return { ticket_side: side, tickets: null }
}
