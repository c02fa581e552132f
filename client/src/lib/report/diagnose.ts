import type { TicketingReport } from '@tuvens/contract'
import { EVIDENCE } from './evidence.ts'
import { isEnabled } from './rules/conditions.ts'
import { DETAIL_RULES } from './rules/details.ts'
import { LINK_RULES } from './rules/link.ts'
import { MESSAGE_RULES } from './rules/messages.ts'
import { PAGE_RULES } from './rules/page.ts'
import { SOURCE_RULES } from './rules/source.ts'
import { SWEEP_RULES } from './rules/sweep.ts'
import type {
  DiagnosedStep,
  Diagnosis,
  DiagnosisInput,
  FindingRule,
  ReportFinding,
  StepName,
  Tone,
} from './shapes.ts'

/** The steps in the order in which tickets reach the page. */
const STEPS: readonly { name: StepName; heading: string; rules: readonly FindingRule[] }[] = [
  { name: 'link', heading: 'The link', rules: LINK_RULES },
  { name: 'source', heading: 'On the ticket system', rules: SOURCE_RULES },
  { name: 'details', heading: 'What both sides say', rules: DETAIL_RULES },
  { name: 'messages', heading: 'Messages to this site', rules: MESSAGE_RULES },
  { name: 'sweep', heading: 'The regular check', rules: SWEEP_RULES },
  { name: 'page', heading: 'On the event page', rules: PAGE_RULES },
]

/** Of equally bad findings the first in this order is the headline: it explains the others. */
const CAUSES_FIRST: readonly StepName[] = ['link', 'source', 'page', 'messages', 'details', 'sweep']
const WORST_FIRST: readonly Tone[] = ['bad', 'attention']

const ALL_GOOD: ReportFinding = {
  code: 'all_good',
  tone: 'good',
  title: 'Ticketing is showing',
  meaning: 'Every step from the ticket system to the event page was looked at, and works.',
  fix: null,
}

/** Why is ticketing not showing: one finding for each step, and the one that matters most. */
export function diagnose(
  report: TicketingReport,
  addresses: { site: string; ticketOrigin: string },
): Diagnosis {
  const input: DiagnosisInput = { report, link: report.link_report?.link ?? null, ...addresses }
  const steps = STEPS.map(
    ({ name, heading, rules }): DiagnosedStep => ({
      name,
      heading,
      finding: firstMatch(rules, input),
      // Of an event that is not linked, only what is wrong with its link matters.
      evidence: name === 'link' || isEnabled(input) ? EVIDENCE[name](input) : [],
    }),
  )
  return { headline: worstOf(steps), steps }
}

class MissingRuleError extends Error {}

function firstMatch(rules: readonly FindingRule[], input: DiagnosisInput): ReportFinding {
  const rule = rules.find((each) => each.when(input))
  if (rule === undefined) throw new MissingRuleError('The last rule of a step must always hold')
  const { code, tone, title, meaning, fix = null } = rule
  return { code, tone, title, meaning, fix }
}

function worstOf(steps: DiagnosedStep[]): ReportFinding {
  const ranked = CAUSES_FIRST.flatMap((name) => steps.filter((each) => each.name === name))
  const found = WORST_FIRST.flatMap((tone) => ranked.filter(({ finding }) => finding.tone === tone))
  return found[0]?.finding ?? ALL_GOOD
}
