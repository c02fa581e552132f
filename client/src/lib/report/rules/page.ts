import { headingOf } from '@tuvens/design'
import type { DiagnosisInput, FindingRule } from '../shapes.ts'
import { always, isUncheckable, NOT_KNOWN } from './conditions.ts'

const shopIs =
  (wanted: NonNullable<DiagnosisInput['link']>['shop']['outcome']) =>
  ({ link }: DiagnosisInput) =>
    link?.shop.outcome === wanted

function originOf(address: string | null): string | null {
  return address !== null && URL.canParse(address) ? new URL(address).origin : null
}

/** What visitors find on the event page. */
export const PAGE_RULES: readonly FindingRule[] = [
  {
    code: 'page_unknown',
    tone: 'unknown',
    when: isUncheckable,
    title: 'There are no tickets to show',
    meaning: NOT_KNOWN,
  },
  {
    code: 'foreign_widget',
    tone: 'bad',
    when: ({ report, ticketOrigin }) => originOf(report.widget_url) !== ticketOrigin,
    title: 'The tickets are at an address this site does not know',
    meaning: 'The site shows tickets from one address only, and the link names another one.',
    fix: 'tell',
  },
  {
    code: 'not_framed',
    tone: 'bad',
    when: ({ report, site }) => report.link_report?.frame_origins.includes(site) === false,
    title: 'The tickets may not be shown inside this site’s pages',
    meaning:
      'The ticket side does not list this site among those that may show them, so browsers block it. Visitors only get a link.',
    fix: 'tell',
  },
  {
    code: 'not_active',
    tone: 'unknown',
    when: ({ report }) => report.status !== 'active',
    title: 'The event page shows no tickets now',
    meaning: 'It shows them by itself, without a reload, once the problems above are solved.',
  },
  {
    code: 'no_tickets',
    tone: 'bad',
    when: shopIs('no_tickets'),
    title: 'There are no tickets to choose from',
    meaning: 'The event is published, but it has no ticket visitors can see. Add one.',
    fix: 'add_tickets',
  },
  {
    code: 'not_yet',
    tone: 'attention',
    when: shopIs('not_yet'),
    title: headingOf('soon'),
    meaning: 'Visitors read when they begin. To sell now, change the ticket’s start of sale.',
    fix: 'open',
  },
  {
    code: 'sold_out',
    tone: 'attention',
    when: shopIs('sold_out'),
    title: headingOf('sold_out'),
    meaning: 'Visitors read that it is sold out. Raise the number of places if more people fit in.',
    fix: 'open',
  },
  {
    code: 'sales_over',
    tone: 'attention',
    when: shopIs('over'),
    title: headingOf('sales_over'),
    meaning: 'The end of sale of every ticket has passed. Move it if you want to go on selling.',
    fix: 'open',
  },
  {
    code: 'hidden',
    tone: 'attention',
    when: shopIs('hidden'),
    title: 'The ticket system shows visitors nothing yet',
    meaning: 'It says the event is published, but not to visitors. That should change in a few seconds.',
    fix: 'again',
  },
  {
    code: 'shop_unreachable',
    tone: 'attention',
    when: shopIs('unreachable'),
    title: 'What visitors can choose could not be looked at',
    meaning: 'The ticket system did not answer in time.',
    fix: 'again',
  },
  {
    code: 'shown',
    tone: 'good',
    when: always,
    title: 'Visitors can choose tickets on the event page',
    meaning:
      'If you do not see them yourself, a blocker in your browser may hide them; the link below the tickets works all the same.',
  },
]
