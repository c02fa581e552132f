import { error, redirect } from '@sveltejs/kit'
import { apiUnavailable } from '../errors.ts'
import { signInAddress } from './next.ts'
import type { Visitor } from './visitor.ts'

export type Member = Extract<Visitor, { kind: 'member' }>

/** The member asking; a guest is sent to sign in and comes back here. */
export function requireMember({ locals, url }: { locals: App.Locals; url: URL }): Member {
  const { visitor } = locals
  if (visitor.kind === 'member') return visitor
  if (visitor.kind === 'unknown') error(503, apiUnavailable())
  redirect(303, signInAddress(url))
}
