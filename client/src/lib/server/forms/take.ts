import { error } from '@sveltejs/kit'
import { FORM_KEPT, FORM_OWNER } from '$lib/forms/owner.ts'
import { requireMember } from '../session/require.ts'

/**
 * The form that a member sends. A form that was opened by somebody else is refused, so nothing is done in the name of
 * a person who signed in since. Not for forms with a password: without scripts, a guest's form is sent back to them.
 */
export async function takeForm({
  request,
  locals,
  url,
}: {
  request: Request
  locals: App.Locals
  url: URL
}): Promise<FormData> {
  const form = await request.formData()
  if (locals.visitor.kind === 'guest' && form.get(FORM_KEPT) === '') locals.unsentForm = form
  const { user } = requireMember({ locals, url })
  const owner = form.get(FORM_OWNER)
  if (owner !== null && owner !== user.id) error(409, { ...OPENED_BY_ANOTHER, wayOn: wayBack(url) })
  return form
}

const OPENED_BY_ANOTHER = {
  title: 'Somebody else opened this form',
  message: 'You signed in as another person since, so nothing of it was saved.',
}
const wayBack = ({ pathname }: URL) => ({ text: 'Open the form again', href: pathname })
