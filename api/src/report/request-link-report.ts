import { HEADERS, LinkReport, type LinkReportOutcome, TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import { signRequest } from '@tuvens/contract/signatures'
import { Compile } from 'typebox/compile'
import type { AuthContext } from '../auth/context.ts'

/** About which event, on behalf of whom; both logs carry the request id. */
export type LinkReportRequest = { eventId: string; userId: string; requestId: string }
/** A ticket origin that gives no report is part of the evidence, not an error. */
export type RequestedReport = { outcome: LinkReportOutcome; report: LinkReport | null }

const LIMIT_MS = 5_000
const MAX_BYTES = 64 * 1024
const validator = Compile(LinkReport)

/** Requests the ticket origin's evidence of an event, signed and on behalf of the user. */
export async function requestLinkReport(
  context: AuthContext,
  request: LinkReportRequest,
): Promise<RequestedReport> {
  try {
    return judge(await send(context, request))
  } catch (error) {
    context.log.warn({ err: error, eventId: request.eventId }, 'the ticket origin gave no report')
    return without('unreachable')
  }
}

type RawResponse = { status: number; text: string | null }

async function send(
  { config, secrets, clock }: AuthContext,
  request: LinkReportRequest,
): Promise<RawResponse> {
  const { method, path: pattern } = TICKET_ORIGIN_ROUTES.linkReport
  const path = pattern.replace(':event_id', request.eventId)
  const response = await fetch(config.ticketServiceUrl + path, {
    method,
    headers: {
      accept: 'application/json',
      [HEADERS.onBehalfOf]: request.userId,
      [HEADERS.requestId]: request.requestId,
      ...signRequest(secrets.shared, { method, path, body: '' }, clock.now()),
    },
    redirect: 'error',
    signal: AbortSignal.timeout(LIMIT_MS),
  })
  return { status: response.status, text: await readLimited(response) }
}

/** Null for a body larger than any report. */
async function readLimited({ body }: Response): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > MAX_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function judge({ status, text }: RawResponse): RequestedReport {
  if (status === 401 || status === 403) return without('refused')
  if (status >= 500 || status === 429) return without('unreachable')
  const report = status === 200 && text !== null ? parse(text) : undefined
  return validator.Check(report) ? { outcome: 'received', report } : without('unreadable')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function without(outcome: LinkReportOutcome): RequestedReport {
  return { outcome, report: null }
}
