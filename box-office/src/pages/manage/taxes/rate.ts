import type { TaxRow } from '../../../catalogue/store.ts'
import { money } from '../../../rest/words.ts'

/** "21%", "€1.50 each". */
export function formatRate({ calculation_type, rate }: TaxRow, currency: string): string {
  return calculation_type === 'PERCENTAGE' ? `${rate}%` : `${money(rate, currency)} each`
}
