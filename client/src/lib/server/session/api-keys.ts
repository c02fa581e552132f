import { error } from '@sveltejs/kit'
import type { ApiKey } from '@tuvens/contract'
import { failureOf } from '../api/result.ts'
import { failPage, pageError } from '../errors.ts'
import { requireMember } from './require.ts'

/** The API key that the address of a page names, while it works; the API decides who may manage it. */
export async function requireApiKey({ locals, url }: { locals: App.Locals; url: URL }) {
  requireMember({ locals, url })
  const account = String(Number(url.searchParams.get('account')) || 0)
  const found = await locals.api.listApiKeys(account)
  if (!found.ok) failPage(found.failure)
  const key = found.value.keys.find(({ id }) => id === url.searchParams.get('id'))
  if (key === undefined || keyStateOf(key, Date.now()) === 'ended')
    error(404, pageError(failureOf('API_KEY_NOT_FOUND').failure))
  return { account, key }
}

/** `replaced`: another key took its place, and it works until its end. */
export function keyStateOf(key: ApiKey, now: number): 'works' | 'replaced' | 'ended' {
  const isOver = key.expires_at !== null && Date.parse(key.expires_at) <= now
  if (key.revoked_at !== null || isOver) return 'ended'
  return key.replaced_by === null ? 'works' : 'replaced'
}
