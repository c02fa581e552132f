import { error, fail, redirect } from '@sveltejs/kit'
import { EMPTY_EVENT, type RejectedEvent } from '$lib/forms/event.ts'
import { failPage, pageError } from '$lib/server/errors.ts'
import { failureOf } from '$lib/server/api/result.ts'
import { eventFormChoices } from '$lib/server/forms/choices.ts'
import {
  copiedValuesOf,
  fieldsOf,
  problemsOf,
  problemsOfApi,
  readEventForm,
} from '$lib/server/forms/event.ts'
import { askWhich } from '$lib/server/forms/further-dates.ts'
import { isRepeat, repeatDates } from '$lib/server/forms/repeat.ts'
import { takePicture } from '$lib/server/forms/picture.ts'
import { takeForm } from '$lib/server/forms/take.ts'
import { requireMember } from '$lib/server/session/require.ts'
import { requirePermission } from '$lib/server/session/require-permission.ts'
import { accountsWith } from '$lib/server/session/visitor.ts'
import { failureText } from '$lib/words/failures.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  const member = requireMember({ locals, url })
  // The API refuses their events, so nobody fills in the form for nothing.
  if (!member.isEmailVerified) redirect(303, '/verify-email?next=%2Fevents%2Fnew')
  const accounts = accountsWith(member, 'create_events')
  const first = accounts.find((each) => each.is_default) ?? accounts[0]
  if (first === undefined) error(403, pageError(failureOf('PERMISSION_DENIED').failure))
  const { reader } = await parent()
  const copied = await readCopied({ locals, url })
  return {
    values: copied?.values ?? {
      ...EMPTY_EVENT,
      account_id: String(first.account_id),
      ...(reader.zone !== null && { timezone: reader.zone }),
    },
    copiedTitle: copied?.title ?? null,
    accounts: accounts.map(({ account_id, name }) => ({ value: String(account_id), label: name })),
    choices: eventFormChoices(reader.locale),
  }
}

/** The event that is duplicated, by `?copy=`; null when the address names none. */
async function readCopied({ locals, url }: { locals: App.Locals; url: URL }) {
  const id = url.searchParams.get('copy')
  if (id === null) return null
  const found = await locals.api.readEvent(id)
  if (!found.ok) failPage(found.failure)
  requirePermission({ locals, url }, 'create_events', found.value)
  return { title: found.value.title, values: copiedValuesOf(found.value) }
}

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    const form = await takeForm({ request, locals, url })
    const picture = await takePicture(form, readEventForm(form), locals.api)
    const { values } = picture
    if (isRepeat(url)) return repeatDates(form, picture)
    const errors = { ...problemsOf(values), ...picture.errors }
    if (Object.keys(errors).length > 0) return reject(400, { values: askWhich(values), errors })
    const account_id = Number(values.account_id) || null
    const created = await locals.api.createEvent({ ...fieldsOf(values), account_id })
    if (created.ok) redirect(303, `/event/${created.value.id}?done=created`)
    const { status, code, details } = created.failure
    return reject(status, { values, errors: problemsOfApi(details), ...failureText(code) })
  },
}

const reject = (status: number, rejected: RejectedEvent) => fail(status, rejected)
