import { error } from '@sveltejs/kit'
import type { LayoutServerLoad } from './$types'

/** The pages of own accounts. Where an outside issuer has the accounts, they do not exist. */
export const load: LayoutServerLoad = ({ locals: { signInElsewhere } }) => {
  if (signInElsewhere === null) return
  error(404, {
    title: 'You have no account of this site',
    message: 'People sign in elsewhere. There they also change their password and their e-mail.',
    wayOn: { text: 'Go there', href: signInElsewhere },
  })
}
