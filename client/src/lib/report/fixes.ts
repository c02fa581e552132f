import type { Fix } from './shapes.ts'

/** How a fix is carried out: by entering the ticket system, on a page of this site, by reading again, or by sending the note. */
export type FixAction = {
  kind: 'enter' | 'unlink' | 'compare' | 'edit' | 'again' | 'tell' | 'holders'
  label: string
}

/** The button or link of each fix. Entering the ticket system creates, links and signs in what is missing. */
export const FIX_ACTIONS: Record<Fix, FixAction> = {
  enable: { kind: 'enter', label: 'Enable ticketing' },
  continue: { kind: 'enter', label: 'Continue set-up' },
  publish: { kind: 'enter', label: 'Publish on the ticket system' },
  publish_again: { kind: 'enter', label: 'Publish again' },
  open: { kind: 'enter', label: 'Open the ticket system' },
  add_tickets: { kind: 'enter', label: 'Add tickets' },
  relink: { kind: 'enter', label: 'Relink' },
  sign_in_there: { kind: 'enter', label: 'Sign in there' },
  unlink: { kind: 'unlink', label: 'Unlink…' },
  compare: { kind: 'compare', label: 'Compare and choose' },
  edit: { kind: 'edit', label: 'Edit the event' },
  again: { kind: 'again', label: 'Try again' },
  tell_holders: { kind: 'holders', label: 'Tell ticket holders' },
  tell: { kind: 'tell', label: 'Tell the people who run this site' },
}
