import { error, redirect } from '@sveltejs/kit'
import { apiUnavailable } from '../errors.ts'
import { signInPathOf } from './next.ts'
import type { SiteVisitor } from './visitor.ts'

export type Member = Extract<SiteVisitor, { kind: 'member' }>

/** The member who sends the request; a guest is redirected to the sign-in page and returns here afterwards. */
export function requireMember({ locals, url }: { locals: App.Locals; url: URL }): Member {
  const { visitor } = locals
  if (visitor.kind === 'member') return visitor
  if (visitor.kind === 'unknown') error(503, apiUnavailable())
  redirect(303, signInPathOf(url))
}
