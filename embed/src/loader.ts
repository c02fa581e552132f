import { TuvensButton } from './button-element.ts'
import { TuvensTickets } from './tickets-element.ts'

/** The script of foreign pages: defines both elements, once, whatever number of copies a page loads. */
for (const [name, element] of [
  ['tuvens-tickets', TuvensTickets],
  ['tuvens-button', TuvensButton],
] as const)
  if (!customElements.get(name)) customElements.define(name, element)
