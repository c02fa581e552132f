import type { ReportedLink, TicketingReport } from '@tuvens/contract'
import { describe, expect, it } from 'vitest'
import { ADDRESSES, aLink, aReport, IN_SETUP, NO_TICKETING } from '../../../test-support/report.ts'
import { diagnose } from './diagnose.ts'
import { FIX_ACTIONS } from './fixes.ts'
import { noteOf } from './note.ts'
import { DETAIL_RULES } from './rules/details.ts'
import { LINK_RULES } from './rules/link.ts'
import { MESSAGE_RULES } from './rules/messages.ts'
import { PAGE_RULES } from './rules/page.ts'
import { SOURCE_RULES } from './rules/source.ts'
import { SWEEP_RULES } from './rules/sweep.ts'

const found = (report: TicketingReport) => diagnose(report, ADDRESSES)
const sourceRead = (
  outcome: ReportedLink['source']['outcome'],
  status: ReportedLink['source']['status'] = null,
) => aLink({ source: { outcome, status, ends_at: null } })
const sourceStatus = (status: ReportedLink['source']['status'], over: Partial<ReportedLink> = {}) =>
  aLink({ source: { outcome: 'read', status, ends_at: null }, ...over })
const details = (over: Partial<ReportedLink['details']>) =>
  aLink({ details: { differences: [], is_waiting: false, has_failed: false, compared_at: null, ...over } })
const shop = (outcome: ReportedLink['shop']['outcome']) => aLink({ shop: { outcome, opens_at: null } })
const messages = (waiting: number, dead_letters: number) => ({
  messages: { waiting, dead_letters, delivered_at: null },
})
const noLinkReport = (link_report_outcome: TicketingReport['link_report_outcome']) =>
  aReport(null, { link_report_outcome, link_report: null })

it('tells what somebody changed apart from what the tickets cannot show', () => {
  const differences = [
    { field: 'title', reason: 'changed' },
    { field: 'times', reason: 'changed' },
    { field: 'venue', reason: 'incomplete' },
  ] as const
  const { steps } = diagnose(aReport(details({ differences: [...differences] })), ADDRESSES)
  const evidence = steps.flatMap((step) => (step.name === 'details' ? step.evidence : []))
  expect(evidence.map(({ label, value }) => [label, value])).toEqual([
    ['Changed on the ticket system', 'Title, Date and time'],
    ['Not complete enough for the tickets', 'Place'],
  ])
})

type Fault = [code: string, fix: string | null, report: TicketingReport]

const FAULTS: Fault[] = [
  ['ticket_origin_unreachable', 'again', noLinkReport('unreachable')],
  ['ticket_origin_refused', 'tell', noLinkReport('refused')],
  ['ticket_origin_unreadable', 'tell', noLinkReport('unreadable')],
  ['not_enabled', 'enable', aReport(null, NO_TICKETING)],
  ['setup_incomplete', 'continue', aReport(aLink({ registered_at: null }), NO_TICKETING)],
  ['unlinked', 'enable', aReport(aLink(), NO_TICKETING)],
  ['link_unknown', 'continue', aReport(null)],
  ['link_mismatch', 'unlink', aReport(aLink({ hi_events_event_id: 3 }))],
  ['relay_stopped', 'continue', aReport(aLink({ stopped_reason: 'conflict' }))],
  ['deleted', 'relink', aReport(sourceRead('missing'), { status: 'inactive', phase: 'cancelled' })],
  ['login_refused', 'sign_in_there', aReport(sourceRead('login_refused'))],
  ['source_refused', 'tell', aReport(sourceRead('refused'))],
  ['source_unreachable', 'again', aReport(sourceRead('unreachable'))],
  ['source_busy', 'again', aReport(sourceRead('busy'))],
  ['source_unreadable', 'tell', aReport(sourceRead('unreadable'))],
  [
    'cards_off',
    'open',
    aReport(sourceStatus('DRAFT', { has_been_live: false, payments: 'cards_off' }), IN_SETUP),
  ],
  ['no_payment', 'open', aReport(aLink({ payments: 'none' }))],
  ['draft', 'publish', aReport(sourceStatus('DRAFT', { has_been_live: false }), IN_SETUP)],
  ['paused', 'publish_again', aReport(sourceStatus('DRAFT'), { status: 'setup', phase: 'paused' })],
  [
    'archived',
    'tell_holders',
    aReport(sourceStatus('CANCELLED'), { status: 'inactive', phase: 'cancelled' }),
  ],
  ['ended', 'open', aReport(sourceStatus('ENDED'), { status: 'inactive', phase: 'ended' })],
  ['wrong_clock', 'tell', aReport(aLink(), { future_message_at: '2026-03-01T11:00:00.000Z' })],
  ['dead_letters', 'tell', aReport(aLink(messages(0, 1)))],
  ['behind_waiting', 'again', aReport(aLink(messages(1, 0)), IN_SETUP)],
  ['behind', 'again', aReport(aLink(), IN_SETUP)],
  ['no_webhook', 'tell', aReport(aLink({ has_webhook: false }))],
  ['waiting', 'again', aReport(aLink(messages(2, 0)))],
  ['details_changed', 'compare', aReport(details({ differences: [{ field: 'title', reason: 'changed' }] }))],
  [
    'details_refused',
    'compare',
    aReport(details({ differences: [{ field: 'currency', reason: 'refused' }] })),
  ],
  ['venue_incomplete', 'edit', aReport(details({ differences: [{ field: 'venue', reason: 'incomplete' }] }))],
  ['single_date', 'edit', aReport(details({ differences: [{ field: 'times', reason: 'single_date' }] }))],
  ['edit_failed', 'again', aReport(details({ is_waiting: true, has_failed: true }))],
  ['sweep_failed', 'again', aReport(aLink({ sweep: { at: null, has_failed: true, is_overdue: false } }))],
  ['sweep_late', 'tell', aReport(aLink({ sweep: { at: null, has_failed: false, is_overdue: true } }))],
  ['foreign_widget', 'tell', aReport(aLink(), { widget_url: 'https://elsewhere.example/embed/2' })],
  ['no_tickets', 'add_tickets', aReport(shop('no_tickets'))],
  ['not_yet', 'open', aReport(shop('not_yet'))],
  ['sold_out', 'open', aReport(shop('sold_out'))],
  ['sales_over', 'open', aReport(shop('over'))],
  ['hidden', 'again', aReport(shop('hidden'))],
  ['shop_unreachable', 'again', aReport(shop('unreachable'))],
]

describe('the diagnosis of a report', () => {
  it.each(FAULTS)('has the headline %s with the fix %s', (code, fix, report) => {
    const { headline } = found(report)
    expect([headline.code, headline.fix]).toEqual([code, fix])
  })

  it('reports that the ticket origin does not let this site frame the tickets', () => {
    const report = aReport()
    const other = diagnose(report, { ...ADDRESSES, site: 'http://other.example' })
    expect([other.headline.code, other.headline.fix]).toEqual(['not_framed', 'tell'])
  })

  it('reports that all is good when every step is, with evidence for each', () => {
    const { headline, steps } = found(aReport())
    expect([headline.code, headline.tone, headline.fix]).toEqual(['all_good', 'good', null])
    expect(steps.map(({ name, finding }) => [name, finding.code, finding.tone])).toEqual([
      ['link', 'linked', 'good'],
      ['source', 'live', 'good'],
      ['details', 'details_same', 'good'],
      ['messages', 'delivered', 'good'],
      ['sweep', 'sweep_runs', 'good'],
      ['page', 'shown', 'good'],
    ])
    expect(steps.every((each) => each.evidence.length > 0)).toBe(true)
  })

  it.each(FAULTS)('explains %s in one title and full sentences, at one step only', (_, __, report) => {
    const { headline, steps } = found(report)
    expect(headline.title).toMatch(/^[A-Z].*[^.]$/)
    expect(headline.meaning).toMatch(/^[A-Z].*\.$/)
    expect(steps.filter(({ finding }) => finding.code === headline.code)).toHaveLength(1)
  })

  it('names the cause when several steps are bad', () => {
    const several = aLink({
      ...messages(0, 2),
      shop: { outcome: 'no_tickets', opens_at: null },
      has_webhook: false,
    })
    expect(found(aReport(several)).headline.code).toBe('no_tickets')
    expect(found(aReport({ ...several, stopped_reason: 'gone' })).headline.code).toBe('relay_stopped')
  })

  it('ranks a bad finding before one that needs attention', () => {
    const both = aLink({ ...messages(0, 1), shop: { outcome: 'sold_out', opens_at: null } })
    expect(found(aReport(both)).headline.code).toBe('dead_letters')
  })

  it('marks steps without evidence as unknown', () => {
    const { steps } = found(noLinkReport('unreachable'))
    expect(steps.slice(1).map(({ finding }) => finding.tone)).toEqual(Array(5).fill('unknown'))
  })

  it.each(['unlinked', 'set up half-way'])('checks only the link of an event that is %s', (state) => {
    const link = aLink({ source: { outcome: 'read', status: 'DRAFT', ends_at: null }, has_been_live: false })
    const registered = state === 'unlinked' ? link : { ...link, registered_at: null }
    const { headline, steps } = found(aReport(registered, NO_TICKETING))
    expect(headline).toBe(steps[0]?.finding)
    expect(steps.slice(1).map(({ finding }) => finding.tone)).toEqual(Array(5).fill('unknown'))
    expect(steps.slice(1).flatMap(({ evidence }) => evidence)).toEqual([])
  })

  it('does not report a first sweep that is still to come as a fault', () => {
    const fresh = aLink({
      sweep: { at: null, has_failed: false, is_overdue: false },
      delivery: { received_at: null, processed_at: null },
    })
    expect(found(aReport(fresh)).headline.code).toBe('all_good')
  })
})

describe('the rules of the diagnosis', () => {
  const ALL = [LINK_RULES, SOURCE_RULES, DETAIL_RULES, MESSAGE_RULES, SWEEP_RULES, PAGE_RULES]
  const named = new Set([...FAULTS.map(([code]) => code), 'not_framed'])

  it('have unique codes, and each fault among them is tested here', () => {
    const codes = ALL.flat().map((each) => each.code)
    expect(new Set(codes).size).toBe(codes.length)
    const faults = ALL.flat().filter(({ tone }) => tone === 'bad' || tone === 'attention')
    expect(faults.filter(({ code }) => !named.has(code))).toEqual([])
  })

  it('name one labelled fix for every fault and none for the others', () => {
    for (const { code, tone, fix } of ALL.flat()) {
      if (tone === 'bad' || tone === 'attention')
        expect(FIX_ACTIONS[fix ?? 'again'].label, code).toMatch(/^[A-Z]/)
      expect([code, fix !== undefined]).toEqual([code, tone === 'bad' || tone === 'attention'])
    }
  })
})

describe('the evidence of a step', () => {
  const evidenceOf = (report: TicketingReport, name: string) =>
    found(report).steps.find((each) => each.name === name)?.evidence

  it('leaves out what is not known', () => {
    expect(evidenceOf(aReport(), 'messages')).toEqual([
      { label: 'Last message of the ticket system', at: '2026-03-01T10:05:00.000Z' },
      { label: 'Last status received here', at: '2026-03-01T10:05:00.250Z' },
    ])
    expect(evidenceOf(aReport(null, NO_TICKETING), 'messages')).toEqual([])
  })

  it('counts waiting messages and dead letters', () => {
    expect(evidenceOf(aReport(aLink(messages(2, 1))), 'messages')?.slice(2)).toEqual([
      { label: 'Waiting', value: '2' },
      { label: 'Not delivered', value: '1' },
    ])
  })

  it('counts copies made on the ticket system', () => {
    const dates = (['open', 'open', 'cancelled'] as const).map((state, day) => ({
      starts_at: `2027-01-0${day + 1}T12:00:00.000Z`,
      ends_at: null,
      state,
    }))
    const { source } = aLink()
    expect(evidenceOf(aReport(aLink({ source: { ...source, dates } })), 'source')).toContainEqual({
      label: 'Dates there',
      value: '2 take place, 1 cancelled',
      instants: [
        { at: '2027-01-01T12:00:00.000Z', value: 'takes place' },
        { at: '2027-01-02T12:00:00.000Z', value: 'takes place' },
        { at: '2027-01-03T12:00:00.000Z', value: 'cancelled' },
      ],
    })
    expect(evidenceOf(aReport(aLink({ can_have_dates: false })), 'source')).toContainEqual({
      label: 'Several dates for one event',
      value: 'not possible there',
    })
    expect(evidenceOf(aReport(aLink({ copies: 2 })), 'source')).toContainEqual({
      label: 'Copies made there, not followed here',
      value: '2',
    })
  })

  it('names the beginning of sales', () => {
    const link = aLink({ shop: { outcome: 'not_yet', opens_at: '2026-05-01T10:00:00.000Z' } })
    expect(evidenceOf(aReport(link), 'page')).toContainEqual({
      label: 'Sales begin',
      at: '2026-05-01T10:00:00.000Z',
    })
  })

  it('is written into a note of nine lines for the people who run the site', () => {
    const report = aReport(aLink(messages(0, 1)))
    const note = noteOf(report, found(report), 'request-1')
    expect(note.split('\n')).toHaveLength(9)
    expect(note).toContain('event 11, ticket event 2')
    expect(note).toContain('request request-1')
    expect(note).toContain('messages: dead_letters (')
  })
})
