import type { JSX } from 'preact'
import { Icon } from './icon.tsx'

/** Shown once after the redirect that follows a form. The query has only the key: a link cannot put its own text on our pages. */
const SENTENCES: Readonly<Record<string, string>> = {
  published: 'Published. Everyone who has your event page open sees it now.',
  paused: 'Sales are paused. Tickets already out stay valid.',
  archived: 'The event is cancelled. Nobody can get tickets any more, and ticket holders are told by e-mail.',
  restored: 'The event is back as a draft. Publish it when you are ready.',
  'ticket-added': 'Ticket added.',
  'ticket-saved': 'Ticket saved.',
  'ticket-deleted': 'Ticket deleted.',
  'date-removed': 'The date was removed.',
  saved: 'Saved.',
  created: 'Your event is made. Next: add a ticket.',
  deleted: 'The event was deleted.',
  'order-cancelled': 'The order is cancelled, its places are free again, and the buyer was told.',
  'order-paid': 'Marked as paid. The tickets are valid now.',
  'paid-back': 'Marked as paid back. The buyer is told by e-mail.',
  'all-paid-back': 'All orders are marked as paid back. The buyers are told by e-mail.',
  'code-added': 'Promo code added.',
  'code-saved': 'Promo code saved.',
  'code-deleted': 'Promo code deleted.',
  'section-added': 'Section added.',
  'section-saved': 'Section saved.',
  'section-deleted': 'Section deleted.',
  'tax-added': 'Added. Tick it on the tickets it is for.',
  'tax-saved': 'Saved. New orders have it so.',
  'tax-deleted': 'Deleted. New orders no longer have it.',
}

export function SuccessNotice({ what }: { what: string | undefined }): JSX.Element | null {
  const sentence = what !== undefined && Object.hasOwn(SENTENCES, what) ? SENTENCES[what] : undefined
  if (sentence === undefined) return null
  return (
    <div class="notice notice--good" role="status">
      <Icon name="check" />
      <p>{sentence}</p>
    </div>
  )
}
