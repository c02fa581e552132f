import type { Mend } from './shapes.ts'

/** How a mend is carried out: by going to the ticket system, on a page of its own, by looking again, or by telling. */
export type MendLook = { kind: 'enter' | 'unlink' | 'again' | 'tell'; label: string }

/** What the button or link of each mend says. Going to the ticket system ties, makes and signs in whatever is missing. */
export const MENDS: Record<Mend, MendLook> = {
  enable: { kind: 'enter', label: 'Enable ticketing' },
  continue: { kind: 'enter', label: 'Continue set-up' },
  publish: { kind: 'enter', label: 'Publish on the ticket system' },
  publish_again: { kind: 'enter', label: 'Publish again' },
  open: { kind: 'enter', label: 'Open the ticket system' },
  add_tickets: { kind: 'enter', label: 'Add tickets' },
  relink: { kind: 'enter', label: 'Relink' },
  sign_in_there: { kind: 'enter', label: 'Sign in there' },
  unlink: { kind: 'unlink', label: 'Unlink…' },
  again: { kind: 'again', label: 'Try again' },
  tell: { kind: 'tell', label: 'Tell the people who run this site' },
}
