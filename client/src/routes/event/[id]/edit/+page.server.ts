import { error, fail, redirect } from '@sveltejs/kit'
import type { RejectedForm } from '$lib/forms/errors.ts'
import type { EventValues } from '$lib/forms/event.ts'
import { failureOf } from '$lib/server/api/result.ts'
import { failPage, pageError } from '$lib/server/errors.ts'
import { eventFormChoices } from '$lib/server/forms/choices.ts'
import { fieldsOf, problemsOf, problemsOfApi, readEventForm, valuesOf } from '$lib/server/forms/event.ts'
import { requireMember } from '$lib/server/session/require.ts'
import { hasPermission } from '$lib/server/session/visitor.ts'
import { failureText } from '$lib/words/failures.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params, locals, url, parent }) => {
  const member = requireMember({ locals, url })
  const found = await locals.api.readEvent(params.id)
  if (!found.ok) failPage(found.failure)
  if (!hasPermission(member, 'create_events', found.value.accountId)) {
    error(403, pageError(failureOf('NOT_A_MEMBER').failure))
  }
  const { reader } = await parent()
  return {
    title: found.value.title,
    values: valuesOf(found.value, found.etag),
    choices: eventFormChoices(reader.locale),
    onSale: found.value.ticketing_status !== 'none',
  }
}

export const actions: Actions = {
  default: async ({ request, locals, params, url }) => {
    requireMember({ locals, url })
    const values = readEventForm(await request.formData())
    const errors = problemsOf(values)
    if (Object.keys(errors).length > 0) return reject(400, { values, errors })
    const saved = await locals.api.updateEvent(params.id, fieldsOf(values), values.etag || null)
    if (saved.ok) redirect(303, `/event/${params.id}`)
    const { status, code, details } = saved.failure
    return reject(status, { values, errors: problemsOfApi(details), ...failureText(code) })
  },
}

const reject = (status: number, rejected: RejectedForm<EventValues>) => fail(status, rejected)
