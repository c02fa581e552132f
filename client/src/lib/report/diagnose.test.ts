import type { ReportedLink, TicketingReport } from '@tuvens/contract'
import { describe, expect, it } from 'vitest'
import { ADDRESSES, aLink, aReport, IN_SETUP, NO_TICKETING } from '../../../test-support/report.ts'
import { diagnose } from './diagnose.ts'
import { MENDS } from './mends.ts'
import { noteOf } from './note.ts'
import { LINK_RULES } from './rules/link.ts'
import { MESSAGE_RULES } from './rules/messages.ts'
import { PAGE_RULES } from './rules/page.ts'
import { SOURCE_RULES } from './rules/source.ts'
import { SWEEP_RULES } from './rules/sweep.ts'

const found = (report: TicketingReport) => diagnose(report, ADDRESSES)
const look = (outcome: ReportedLink['look']['outcome'], status: ReportedLink['look']['status'] = null) =>
  aLink({ look: { outcome, status, ends_at: null } })
const says = (status: ReportedLink['look']['status'], over: Partial<ReportedLink> = {}) =>
  aLink({ look: { outcome: 'seen', status, ends_at: null }, ...over })
const sale = (outcome: ReportedLink['sale']['outcome']) => aLink({ sale: { outcome, opens_at: null } })
const messages = (waiting: number, dead: number) => ({ messages: { waiting, dead, delivered_at: null } })
const side = (ticket_side: TicketingReport['ticket_side']) => aReport(null, { ticket_side, tickets: null })

type Fault = [code: string, mend: string | null, report: TicketingReport]

const FAULTS: Fault[] = [
  ['tickets_away', 'again', side('away')],
  ['tickets_refuse', 'tell', side('refuses')],
  ['tickets_unreadable', 'tell', side('unreadable')],
  ['not_enabled', 'enable', aReport(null, NO_TICKETING)],
  ['half_linked', 'continue', aReport(aLink({ told_at: null }), NO_TICKETING)],
  ['unlinked', 'enable', aReport(aLink(), NO_TICKETING)],
  ['forgotten', 'continue', aReport(null)],
  ['other_link', 'unlink', aReport(aLink({ hi_events_event_id: 3 }))],
  ['stopped', 'continue', aReport(aLink({ stopped: 'conflict' }))],
  ['deleted', 'relink', aReport(look('missing'), { status: 'inactive', phase: 'cancelled' })],
  ['login_refused', 'sign_in_there', aReport(look('login_refused'))],
  ['source_refused', 'tell', aReport(look('refused'))],
  ['source_away', 'again', aReport(look('away'))],
  ['source_busy', 'again', aReport(look('busy'))],
  ['source_unreadable', 'tell', aReport(look('unreadable'))],
  ['draft', 'publish', aReport(says('DRAFT', { has_been_live: false }), IN_SETUP)],
  ['paused', 'publish_again', aReport(says('DRAFT'), { status: 'setup', phase: 'paused' })],
  ['archived', 'open', aReport(says('CANCELLED'), { status: 'inactive', phase: 'cancelled' })],
  ['ended', 'open', aReport(says('ENDED'), { status: 'inactive', phase: 'ended' })],
  ['dead', 'tell', aReport(aLink(messages(0, 1)))],
  ['behind_waiting', 'again', aReport(aLink(messages(1, 0)), IN_SETUP)],
  ['behind', 'again', aReport(aLink(), IN_SETUP)],
  ['deaf', 'tell', aReport(aLink({ has_webhook: false }))],
  ['waiting', 'again', aReport(aLink(messages(2, 0)))],
  ['sweep_failed', 'again', aReport(aLink({ sweep: { at: null, has_failed: true, is_overdue: false } }))],
  ['sweep_late', 'tell', aReport(aLink({ sweep: { at: null, has_failed: false, is_overdue: true } }))],
  ['foreign_widget', 'tell', aReport(aLink(), { widget_url: 'https://elsewhere.example/embed/2' })],
  ['no_tickets', 'add_tickets', aReport(sale('none'))],
  ['not_yet', 'open', aReport(sale('not_yet'))],
  ['sold_out', 'open', aReport(sale('sold_out'))],
  ['sales_over', 'open', aReport(sale('over'))],
  ['hidden', 'again', aReport(sale('hidden'))],
  ['sale_away', 'again', aReport(sale('away'))],
]

describe('why ticketing is not showing', () => {
  it.each(FAULTS)('%s is the headline, with its mend %s', (code, mend, report) => {
    const { headline } = found(report)
    expect([headline.code, headline.mend]).toEqual([code, mend])
  })

  it('says that a site that may not frame the tickets has to be let in', () => {
    const report = aReport()
    const other = diagnose(report, { ...ADDRESSES, site: 'http://other.example' })
    expect([other.headline.code, other.headline.mend]).toEqual(['not_framed', 'tell'])
  })

  it('says that all is well when it is, with every step seen', () => {
    const { headline, steps } = found(aReport())
    expect([headline.code, headline.tone, headline.mend]).toEqual(['well', 'good', null])
    expect(steps.map(({ name, finding }) => [name, finding.code, finding.tone])).toEqual([
      ['link', 'linked', 'good'],
      ['source', 'live', 'good'],
      ['messages', 'delivered', 'good'],
      ['sweep', 'swept', 'good'],
      ['page', 'shown', 'good'],
    ])
    expect(steps.every((each) => each.sights.length > 0)).toBe(true)
  })

  it.each(FAULTS)('%s is said in sentences, once', (_, __, report) => {
    const { headline, steps } = found(report)
    expect(headline.title).toMatch(/^[A-Z].*[^.]$/)
    expect(headline.means).toMatch(/^[A-Z].*\.$/)
    expect(steps.filter(({ finding }) => finding.code === headline.code)).toHaveLength(1)
  })

  it('names what explains the rest when several things are wrong', () => {
    const several = aLink({
      ...messages(0, 2),
      sale: { outcome: 'none', opens_at: null },
      has_webhook: false,
    })
    expect(found(aReport(several)).headline.code).toBe('no_tickets')
    expect(found(aReport({ ...several, stopped: 'gone' })).headline.code).toBe('stopped')
  })

  it('puts what is broken before what is only worth knowing', () => {
    const both = aLink({ ...messages(0, 1), sale: { outcome: 'sold_out', opens_at: null } })
    expect(found(aReport(both)).headline.code).toBe('dead')
  })

  it('does not guess at steps it could not look at', () => {
    const { steps } = found(side('away'))
    expect(steps.slice(1).map(({ finding }) => finding.tone)).toEqual(Array(4).fill('unknown'))
  })

  it('does not take a first check still to come for a fault', () => {
    const fresh = aLink({
      sweep: { at: null, has_failed: false, is_overdue: false },
      delivery: { received_at: null, worked_at: null },
    })
    expect(found(aReport(fresh)).headline.code).toBe('well')
  })
})

describe('the rules', () => {
  const ALL = [LINK_RULES, SOURCE_RULES, MESSAGE_RULES, SWEEP_RULES, PAGE_RULES]
  const named = new Set([...FAULTS.map(([code]) => code), 'not_framed'])

  it('have a code each, and every fault among them is tried here', () => {
    const codes = ALL.flat().map((each) => each.code)
    expect(new Set(codes).size).toBe(codes.length)
    const faults = ALL.flat().filter(({ tone }) => tone === 'bad' || tone === 'attention')
    expect(faults.filter(({ code }) => !named.has(code))).toEqual([])
  })

  it('name one thing to do for every fault, with words on its button', () => {
    for (const { code, tone, mend } of ALL.flat()) {
      if (tone === 'bad' || tone === 'attention') expect(MENDS[mend ?? 'again'].label, code).toMatch(/^[A-Z]/)
      expect([code, mend !== undefined]).toEqual([code, tone === 'bad' || tone === 'attention'])
    }
  })
})

describe('what was seen', () => {
  const sightsOf = (report: TicketingReport, name: string) =>
    found(report).steps.find((each) => each.name === name)?.sights

  it('stands beside each step, and what was not seen is left out', () => {
    expect(sightsOf(aReport(), 'messages')).toEqual([
      { what: 'Last message of the ticket system', at: '2026-03-01T10:05:00.000Z' },
      { what: 'Last status taken in here', at: '2026-03-01T10:05:00.250Z' },
    ])
    expect(sightsOf(aReport(null, NO_TICKETING), 'messages')).toEqual([])
  })

  it('counts what waits and what was given up', () => {
    expect(sightsOf(aReport(aLink(messages(2, 1))), 'messages')?.slice(2)).toEqual([
      { what: 'Waiting', value: '2' },
      { what: 'Given up', value: '1' },
    ])
  })

  it('tells of copies made on the ticket system, which nobody follows', () => {
    expect(sightsOf(aReport(aLink({ copies: 2 })), 'source')).toContainEqual({
      what: 'Copies made there, not followed here',
      value: '2',
    })
  })

  it('tells when the sale begins', () => {
    const link = aLink({ sale: { outcome: 'not_yet', opens_at: '2026-05-01T10:00:00.000Z' } })
    expect(sightsOf(aReport(link), 'page')).toContainEqual({
      what: 'Sales begin',
      at: '2026-05-01T10:00:00.000Z',
    })
  })

  it('fits in a few lines for the people who run the site', () => {
    const report = aReport(aLink(messages(0, 1)))
    const note = noteOf(report, found(report), 'request-1')
    expect(note.split('\n')).toHaveLength(8)
    expect(note).toContain('event 11, ticket event 2')
    expect(note).toContain('request request-1')
    expect(note).toContain('messages: dead (')
  })
})
