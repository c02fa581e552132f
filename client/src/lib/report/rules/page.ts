import { headingOf } from '@tuvens/design'
import type { Case, Rule } from '../shapes.ts'
import { always, isEnabledHere, noLink, NOT_KNOWN } from './when.ts'

const sale =
  (wanted: NonNullable<Case['link']>['sale']['outcome']) =>
  ({ link }: Case) =>
    link?.sale.outcome === wanted

function originOf(address: string | null): string | null {
  return address !== null && URL.canParse(address) ? new URL(address).origin : null
}

/** What visitors find on the event page. */
export const PAGE_RULES: readonly Rule[] = [
  {
    code: 'page_unknown',
    tone: 'unknown',
    when: (of) => noLink(of) || !isEnabledHere(of),
    title: 'There are no tickets to show',
    means: NOT_KNOWN,
  },
  {
    code: 'foreign_widget',
    tone: 'bad',
    when: ({ report, ticketOrigin }) => originOf(report.widget_url) !== ticketOrigin,
    title: 'The tickets live at an address this site does not know',
    means: 'The site shows tickets from one address only, and the link names another one.',
    mend: 'tell',
  },
  {
    code: 'not_framed',
    tone: 'bad',
    when: ({ report, site }) => report.tickets?.frame_origins.includes(site) === false,
    title: 'The tickets may not be shown inside this site’s pages',
    means:
      'The ticket side does not list this site among those that may show them, so browsers block it. Visitors only get a link.',
    mend: 'tell',
  },
  {
    code: 'page_waits',
    tone: 'unknown',
    when: ({ report }) => report.status !== 'active',
    title: 'The event page shows no tickets now',
    means: 'It follows by itself, without a reload, once the points above are settled.',
  },
  {
    code: 'no_tickets',
    tone: 'bad',
    when: sale('none'),
    title: 'There are no tickets to choose from',
    means: 'The event is published, but it has no ticket visitors can see. Add one.',
    mend: 'add_tickets',
  },
  {
    code: 'not_yet',
    tone: 'attention',
    when: sale('not_yet'),
    title: headingOf('soon'),
    means: 'Visitors read when they begin. To sell now, change the ticket’s start of sale.',
    mend: 'open',
  },
  {
    code: 'sold_out',
    tone: 'attention',
    when: sale('sold_out'),
    title: headingOf('sold_out'),
    means: 'Visitors read that it is sold out. Raise the number of places if there is room.',
    mend: 'open',
  },
  {
    code: 'sales_over',
    tone: 'attention',
    when: sale('over'),
    title: headingOf('sales_over'),
    means: 'The end of sale of every ticket has passed. Move it if you want to go on selling.',
    mend: 'open',
  },
  {
    code: 'hidden',
    tone: 'attention',
    when: sale('hidden'),
    title: 'The ticket system shows visitors nothing yet',
    means: 'It says the event is published, but not to visitors. That should settle in a few seconds.',
    mend: 'again',
  },
  {
    code: 'sale_away',
    tone: 'attention',
    when: sale('away'),
    title: 'What visitors can choose could not be looked at',
    means: 'The ticket system did not answer that in time.',
    mend: 'again',
  },
  {
    code: 'shown',
    tone: 'good',
    when: always,
    title: 'Visitors can choose tickets on the event page',
    means:
      'If you do not see them yourself, a blocker in your browser may hide them; the link below the tickets works all the same.',
  },
]
