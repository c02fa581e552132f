import type { TuvensEvent } from '@tuvens/contract'
import { fail, redirect } from '@sveltejs/kit'
import { isDeepStrictEqual } from 'node:util'
import type { EventValues, RejectedEvent } from '$lib/forms/event.ts'
import { failPage } from '$lib/server/errors.ts'
import { eventFormChoices } from '$lib/server/forms/choices.ts'
import { fieldsOf, problemsOf, problemsOfApi, readEventForm, valuesOf } from '$lib/server/forms/event.ts'
import { baseOf, mergeEdit } from '$lib/server/forms/merge.ts'
import { askWhich } from '$lib/server/forms/further-dates.ts'
import { isRepeat, repeatDates } from '$lib/server/forms/repeat.ts'
import { takePicture } from '$lib/server/forms/picture.ts'
import { takeForm } from '$lib/server/forms/take.ts'
import { planOf } from '$lib/server/holders-message.ts'
import { plansBefore } from '$lib/server/session/plan-before.ts'
import { hasPermission } from '$lib/server/session/visitor.ts'
import { requireMember } from '$lib/server/session/require.ts'
import { requirePermission } from '$lib/server/session/require-permission.ts'
import { failureText } from '$lib/words/failures.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params, locals, url, parent }) => {
  requireMember({ locals, url })
  const found = await locals.api.readEvent(params.id)
  if (!found.ok) failPage(found.failure)
  requirePermission({ locals, url }, 'create_events', found.value)
  const { reader } = await parent()
  return {
    title: found.value.title,
    values: formOf(found.value, found.etag),
    choices: eventFormChoices(reader.locale),
    onSale: found.value.ticketing_status !== 'none',
  }
}

export const actions: Actions = {
  default: async ({ request, locals, params, url, cookies }) => {
    const form = await takeForm({ request, locals, url })
    const picture = await takePicture(form, readEventForm(form), locals.api)
    const { values } = picture
    if (isRepeat(url)) return repeatDates(form, picture)
    const errors = { ...problemsOf(values), ...picture.errors }
    if (Object.keys(errors).length > 0) return reject(400, { values: askWhich(values), errors })
    const before = await locals.api.readEvent(params.id)
    const saved = await locals.api.updateEvent(params.id, fieldsOf(values), values.etag || null)
    if (saved.ok) {
      const mustTell = before.ok && changesPlan(before.value, saved.value) && mayTell(locals, saved.value)
      if (!mustTell) redirect(303, `/event/${params.id}?done=saved`)
      plansBefore(cookies, url.protocol === 'https:').remember(
        params.id,
        planOf(before.value, locals.tongue.locale),
      )
      redirect(303, `/event/${params.id}/holders?done=saved`)
    }
    const { status, code, details } = saved.failure
    if (code === 'PRECONDITION_FAILED') {
      const current = await locals.api.readEvent(params.id)
      if (!current.ok) failPage(current.failure)
      return reject(status, {
        ...mergeEdit(values, formOf(current.value, current.etag)),
        ...failureText(code),
      })
    }
    return reject(status, { values, errors: problemsOfApi(details), ...failureText(code) })
  },
}

/** Whether those who have tickets would come at the wrong time, or to the wrong place. */
function changesPlan(before: TuvensEvent, now: TuvensEvent): boolean {
  const [was, is] = [planOf(before, 'en'), planOf(now, 'en')]
  const isElsewhere = was.when !== is.when || was.where !== is.where
  return (
    now.ticketing_status !== 'none' &&
    (isElsewhere || !isDeepStrictEqual(before.furtherDates, now.furtherDates))
  )
}

function mayTell({ visitor }: App.Locals, { accountId }: TuvensEvent): boolean {
  return hasPermission(visitor, 'manage_ticketing', accountId)
}

function formOf(event: TuvensEvent, etag: string | null): EventValues {
  const values = valuesOf(event, etag)
  return { ...values, base: baseOf(values) }
}

const reject = (status: number, rejected: RejectedEvent) => fail(status, rejected)
