import { hasDemo } from '../seed/seed.ts'
import { PlainError } from '../system/plain-error.ts'
import type { StartSettings } from './settings.ts'

/**
 * Demo organisers of an earlier start stay in the data, and anybody can read their password in the source.
 *
 * @throws PlainError when other machines could sign in as them and nobody decided so
 */
export function requireNoDemo({ demo, isLocal }: StartSettings, data: string): void {
  if (demo || isLocal || !hasDemo(data)) return
  throw new PlainError(
    `The data in ${data} contain demo organisers whose password is published, and other machines could sign in as them. ` +
      'Use an empty folder (TUVENS_DATA=path), or set DEMO_DATA=true to open them all the same.',
  )
}

/** What to say about demo data and the mailbox when other machines can reach this one. */
export function exposureNotes({ isLocal, demo, mailbox, upstream }: StartSettings): string[] {
  if (isLocal) return []
  const demoNote = demo
    ? 'Other machines can reach this one, and the password of the demo organisers is published: DEMO_DATA=true allows it.'
    : 'There is no demo data, because other machines can reach this one: DEMO_DATA=true makes it all the same.'
  const mailNote = mailbox
    ? "Unless SMTP_URL is set, anybody who reaches this machine can read everybody's mail at /mailbox: MAILBOX=true allows it."
    : 'Without SMTP_URL no mail leaves, and the page /mailbox is off: MAILBOX=true shows all mail there to anybody.'
  return upstream === undefined ? [demoNote, mailNote] : [mailNote]
}
