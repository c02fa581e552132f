import { redirect } from '@sveltejs/kit'
import type { ErrorCode } from '@tuvens/contract'
import { present, type PresentedDiagnosis } from '$lib/report/present.ts'
import { failPage } from '$lib/server/errors.ts'
import { signInPathOf } from '$lib/server/session/next.ts'
import { requirePermission } from '$lib/server/session/require-permission.ts'
import type { PageServerLoad } from './$types'

/** Transient failures: the page stays, names the failure and reads again. */
const TRANSIENT: ReadonlySet<ErrorCode> = new Set(['API_UNAVAILABLE', 'SERVICE_UNAVAILABLE', 'RATE_LIMITED'])

type ReportPageData = {
  id: string
  title: string | null
  /** Of the latest change in the report. */
  version: number
  diagnosis: PresentedDiagnosis | null
  failure: ErrorCode | null
}

export const load: PageServerLoad = async ({
  params: { id },
  locals,
  url,
  depends,
  parent,
}): Promise<ReportPageData> => {
  depends('tuvens:ticketing-report')
  const { visitor, api, requestId } = locals
  if (visitor.kind === 'guest') redirect(303, signInPathOf(url))
  if (visitor.kind === 'unknown') return without(id, null, 'API_UNAVAILABLE')
  const [{ reader, ticketOrigin }, event, report] = await Promise.all([
    parent(),
    api.readEvent(id),
    api.ticketingReport(id),
  ])
  if (event.ok) requirePermission({ locals, url }, 'manage_ticketing', event.value)
  const title = event.ok ? event.value.title : null
  if (!report.ok) {
    const { failure } = report
    return TRANSIENT.has(failure.code) ? without(id, title, failure.code) : failPage(failure)
  }
  const presentation = { reader, now: Date.now(), site: url.origin, ticketOrigin, requestId }
  const diagnosis = present(report.value, presentation)
  return { id, title, version: report.value.version, diagnosis, failure: null }
}

function without(id: string, title: string | null, failure: ErrorCode): ReportPageData {
  return { id, title, version: 0, diagnosis: null, failure }
}
