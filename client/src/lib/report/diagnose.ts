import type { TicketingReport } from '@tuvens/contract'
import { LINK_RULES } from './rules/link.ts'
import { MESSAGE_RULES } from './rules/messages.ts'
import { PAGE_RULES } from './rules/page.ts'
import { SOURCE_RULES } from './rules/source.ts'
import { SWEEP_RULES } from './rules/sweep.ts'
import type { Case, Diagnosis, Finding, Rule, Step, StepName, Tone } from './shapes.ts'
import { SIGHTS } from './sights.ts'

/** The steps in the order tickets take to the page. */
const STEPS: readonly { name: StepName; heading: string; rules: readonly Rule[] }[] = [
  { name: 'link', heading: 'The link', rules: LINK_RULES },
  { name: 'source', heading: 'On the ticket system', rules: SOURCE_RULES },
  { name: 'messages', heading: 'Messages to this site', rules: MESSAGE_RULES },
  { name: 'sweep', heading: 'The regular check', rules: SWEEP_RULES },
  { name: 'page', heading: 'On the event page', rules: PAGE_RULES },
]

/** Of findings equally bad, the one that explains the others. */
const EXPLAINS: readonly StepName[] = ['link', 'source', 'page', 'messages', 'sweep']
const WORST_FIRST: readonly Tone[] = ['bad', 'attention']

const ALL_WELL: Finding = {
  code: 'well',
  tone: 'good',
  title: 'Ticketing is showing',
  means: 'Every step from the ticket system to the event page was looked at, and works.',
  mend: null,
}

/** Why is ticketing not showing: one finding a step, and the one that matters most. */
export function diagnose(
  report: TicketingReport,
  addresses: { site: string; ticketOrigin: string },
): Diagnosis {
  const of: Case = { report, link: report.tickets?.link ?? null, ...addresses }
  const steps = STEPS.map(
    ({ name, heading, rules }): Step => ({
      name,
      heading,
      finding: firstOf(rules, of),
      sights: SIGHTS[name](of),
    }),
  )
  return { headline: worstOf(steps), steps }
}

function firstOf(rules: readonly Rule[], of: Case): Finding {
  const rule = rules.find((each) => each.when(of))
  if (rule === undefined) throw new TypeError('a step has no rule that always fits')
  const { code, tone, title, means, mend = null } = rule
  return { code, tone, title, means, mend }
}

function worstOf(steps: Step[]): Finding {
  const ranked = EXPLAINS.flatMap((name) => steps.filter((each) => each.name === name))
  const found = WORST_FIRST.flatMap((tone) => ranked.filter(({ finding }) => finding.tone === tone))
  return found[0]?.finding ?? ALL_WELL
}
