import { redirect } from '@sveltejs/kit'
import type { ErrorCode } from '@tuvens/contract'
import { tell, type ToldDiagnosis } from '$lib/report/tell.ts'
import { failPage } from '$lib/server/errors.ts'
import { signInAddress } from '$lib/server/session/next.ts'
import type { PageServerLoad } from './$types'

/** Failures that pass: the page stands, says so, and looks again. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['API_UNAVAILABLE', 'SERVICE_UNAVAILABLE', 'RATE_LIMITED'])

type Shown = {
  id: string
  title: string | null
  /** Of the latest change the report knows of. */
  version: number
  seen: ToldDiagnosis | null
  failure: ErrorCode | null
}

export const load: PageServerLoad = async ({
  params: { id },
  locals,
  url,
  depends,
  parent,
}): Promise<Shown> => {
  depends('tuvens:ticketing-report')
  const { visitor, api, requestId } = locals
  if (visitor.kind === 'guest') redirect(303, signInAddress(url))
  if (visitor.kind === 'unknown') return without(id, null, 'API_UNAVAILABLE')
  const [{ reader, ticketOrigin }, event, asked] = await Promise.all([
    parent(),
    api.readEvent(id),
    api.ticketingReport(id),
  ])
  const title = event.ok ? event.value.title : null
  if (!asked.ok) {
    const { failure } = asked
    return PASSING.has(failure.code) ? without(id, title, failure.code) : failPage(failure)
  }
  const telling = { reader, now: Date.now(), site: url.origin, ticketOrigin, requestId }
  return { id, title, version: asked.value.version, seen: tell(asked.value, telling), failure: null }
}

function without(id: string, title: string | null, failure: ErrorCode): Shown {
  return { id, title, version: 0, seen: null, failure }
}
