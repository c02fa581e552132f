import { formPageOf } from '$lib/forms/owner.ts'
import { OneTimeToken, PagePath } from '@tuvens/contract'
import { Check } from 'typebox/schema'

/**
 * Where to go after signing in: a path on this site, or `fallback` for anything that could lead to another site. Control
 * characters and backslashes are refused: browsers remove the former and read the latter as slashes.
 */
export function safeNext(given: string | null | undefined, fallback = '/'): string {
  if (given === null || given === undefined || given.length > 1000) return fallback
  if (!/^\/[\x21-\x7e]*$/.test(given) || /^\/\/|\\/.test(given)) return fallback
  const base = 'http://site.invalid'
  if (!URL.canParse(given, base)) return fallback
  const url = new URL(given, base)
  return url.origin === base && !/^\/sign-(in|up|out)\b/.test(url.pathname) ? given : fallback
}

/** Where somebody goes on who confirmed their e-mail: where they came from, else where events are made. */
export function afterConfirming(given: string | null | undefined): string {
  const next = safeNext(given)
  return next === '/' ? '/my-events' : next
}

/**
 * What the API may know of `next`: the page without its query, which may hold a secret; or, of the page of an invitation,
 * its secret, which is used and not kept.
 */
export function originOf(next: string): { next?: string; invitation?: string } {
  const { pathname, searchParams } = new URL(next, 'http://site.invalid')
  const token = searchParams.get('token')
  if (pathname === '/invitation' && Check(OneTimeToken, token)) return { invitation: token }
  return Check(PagePath, pathname) ? { next: pathname } : {}
}

/** The address of the sign-in page that returns to `url` afterwards. */
export function signInPathOf(url: URL): string {
  return `/sign-in?next=${encodeURIComponent(formPageOf(url))}`
}
