import { redirect } from '@sveltejs/kit'
import { browserNameOf } from '$lib/format/browser.ts'
import { zoneNameAt } from '$lib/format/instant.ts'
import { failPage } from '$lib/server/errors.ts'
import { text } from '$lib/server/forms/read.ts'
import { requireMember } from '$lib/server/session/require.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  requireMember({ locals, url })
  const found = await locals.api.listSignIns()
  if (!found.ok) failPage(found.failure)
  const { reader } = await parent()
  const timeZone = reader.zone ?? 'UTC'
  const format = new Intl.DateTimeFormat(reader.locale, { dateStyle: 'medium', timeStyle: 'short', timeZone })
  const timeOf = (at: Date) => `${format.format(at)} ${zoneNameAt(at, reader.locale, timeZone)}`
  return {
    signIns: found.value.sign_ins.map(({ id, address, user_agent, last_used_at, is_current }) => ({
      id,
      address,
      isCurrent: is_current,
      browser: browserNameOf(user_agent),
      lastUsed: timeOf(new Date(last_used_at)),
    })),
  }
}

export const actions: Actions = {
  end: async ({ request, locals, url }) => {
    requireMember({ locals, url })
    const answer = await locals.api.endSignIn(text(await request.formData(), 'id', 40))
    if (!answer.ok) failPage(answer.failure)
    redirect(303, '/account/sign-ins')
  },
}
