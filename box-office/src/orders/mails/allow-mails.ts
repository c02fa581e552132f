import type { BaseContext } from '../../base-context.ts'
import type { Details } from '../input.ts'

/** Whom an order may send mails to. Addresses are in lower case. */
export type AllowedMails = { isBuyer: boolean; others: ReadonlySet<string> }

/**
 * Counts the mails of an order before its transaction, which holds locks. The buyer types all addresses, so mails are
 * limited per client and per recipient. The buyer has a budget of their own: naming many others must not cost them their
 * confirmation.
 */
export async function allowMails(
  { entrances }: BaseContext,
  { buyer, holders }: Details,
  address: string,
): Promise<AllowedMails> {
  const isBuyer = (await entrances.check('mail', { address, target: buyer.email })) === null
  const others = new Set<string>()
  for (const [target, points] of countsOf(holders.map(({ email }) => email.toLowerCase()))) {
    if (target === buyer.email.toLowerCase()) continue
    if ((await entrances.check('mailToOther', { address, target, points })) === null) others.add(target)
  }
  return { isBuyer, others }
}

function countsOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return counts
}
