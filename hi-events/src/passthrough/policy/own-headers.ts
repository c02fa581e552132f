import { securityHeadersOf } from '@tuvens/platform/entrance/security-headers'

/** Headers of each response that is made here: refusals, redirects, and answers to calls that are not passed on. */
export function ownHeadersOf(publicUrl: string): Readonly<Record<string, string>> {
  return { ...securityHeadersOf(publicUrl), 'cache-control': 'no-store', 'x-frame-options': 'DENY' }
}
