import type { EmbedBuyer } from '@tuvens/contract/embed'

const FIELDS = ['first_name', 'last_name', 'email'] as const

/** Fills in the forms of the waiting list, where the visitor has not. */
export function fillInBuyer(buyer: EmbedBuyer): void {
  for (const name of FIELDS)
    for (const field of document.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`)) {
      const value = buyer[name]
      // As a default, so that it does not count as typed: the page may still be loaded again.
      if (value !== undefined && field.value === '') field.defaultValue = value
    }
}
