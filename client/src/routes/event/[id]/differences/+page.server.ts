import { fail, redirect } from '@sveltejs/kit'
import { DETAIL_FIELDS, type Difference, renditionOf, SettleDifferenceRequest } from '@tuvens/contract'
import type { ApiFailure } from '$lib/server/api/result.ts'
import { detailLines } from '$lib/server/details-words.ts'
import { failPage } from '$lib/server/errors.ts'
import { requireMember } from '$lib/server/session/require.ts'
import { failureText } from '$lib/words/failures.ts'
import { FIELD_NAMES } from '$lib/words/fields.ts'
import { Check } from 'typebox/schema'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params, locals, url, parent }) => {
  requireMember({ locals, url })
  const [{ reader }, event, found] = await Promise.all([
    parent(),
    locals.api.readEvent(params.id),
    locals.api.differences(params.id),
  ])
  if (!event.ok) failPage(event.failure)
  if (!found.ok) failPage(found.failure)
  const { title, hi_events_event_url: ticketsUrl } = event.value
  const differences = found.value.differences.map((each) => ({
    ...present(each, reader.locale),
    pictures: picturesOf(each, params.id),
  }))
  const settled = DETAIL_FIELDS.find((field) => field === url.searchParams.get('done'))
  const isSettled = settled !== undefined && !differences.some(({ field }) => field === settled)
  return { id: params.id, title, ticketsUrl, differences, settled: isSettled ? FIELD_NAMES[settled] : null }
}

function present({ field, reason, ours, theirs, seen }: Difference, locale: string) {
  const values = { ours: detailLines(ours, locale), theirs: detailLines(theirs, locale) }
  return { field, reason, seen, name: FIELD_NAMES[field], ...values }
}

/** Both pictures of a difference; null where there is none. */
function picturesOf({ field, ours, theirs, seen }: Difference, id: string) {
  if (field !== 'picture') return null
  const own = ours.imageUrl ?? null
  const cover = `/event/${id}/differences/cover?${new URLSearchParams({ seen })}`
  return { ours: renditionOf(own, '640.webp') ?? own, theirs: theirs.imageUrl ? cover : null }
}

export const actions: Actions = {
  default: async ({ request, params, locals, url }) => {
    requireMember({ locals, url })
    const form = await request.formData()
    const choice = readChoice(form)
    if (choice === null) return fail(400, failureText('VALIDATION_ERROR'))
    const settled = await locals.api.settleDifference(params.id, choice)
    if (!settled.ok) return fail(settled.failure.status, wordsOf(settled.failure))
    const remains = settled.value.differences.some(({ field }) => field === choice.field)
    if (remains) return fail(409, CHANGED_AGAIN)
    redirect(303, `/event/${params.id}/differences?done=${choice.field}`)
  },
}

const CHANGED_AGAIN = {
  title: 'Nothing was changed yet',
  message:
    'The tickets say something else by now, or the ticket system did not take the change. Look at both again.',
}

const CANNOT_TAKE = {
  title: 'The event cannot take this',
  message:
    'What the tickets say is not possible on this site, for example a date that no event may have. Edit the event instead.',
}

function wordsOf({ code }: ApiFailure) {
  return code === 'BUSINESS_RULE' ? CANNOT_TAKE : failureText(code)
}

function readChoice(form: FormData): SettleDifferenceRequest | null {
  const choice = { field: form.get('field'), use: form.get('use'), seen: form.get('seen') }
  return Check(SettleDifferenceRequest, choice) ? choice : null
}
