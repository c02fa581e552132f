import type { ReportedLink, TicketingReport } from '@tuvens/contract'

/** `unknown`: the step could not be checked, or it cannot be checked yet. */
export type Tone = 'good' | 'attention' | 'bad' | 'unknown'

export type StepName = 'link' | 'source' | 'details' | 'messages' | 'sweep' | 'page'

/** The one thing to do about a finding: see fixes.ts. */
export type Fix =
  | 'enable'
  | 'continue'
  | 'publish'
  | 'publish_again'
  | 'open'
  | 'add_tickets'
  | 'relink'
  | 'sign_in_there'
  | 'unlink'
  | 'compare'
  | 'edit'
  | 'again'
  | 'tell'
  | 'tell_holders'

/** What a diagnosis is made from: the report, and the addresses this site runs with. */
export type DiagnosisInput = {
  report: TicketingReport
  /** The ticket origin's evidence of the link; null without a link or without a link report. */
  link: ReportedLink | null
  /** Origin of this site, whose page shows the tickets. */
  site: string
  /** Origin this site may frame. */
  ticketOrigin: string
}

/** One possible finding of a step. The first rule whose `when` holds gives the step's finding. */
export type FindingRule = {
  /** For the people who run the site, and for tests. */
  code: string
  tone: Tone
  when: (input: DiagnosisInput) => boolean
  title: string
  /** One or two sentences. */
  meaning: string
  fix?: Fix
}

/** One piece of evidence: a value or an instant, with its label; beside a value, the instants that it sums up. */
export type Evidence = {
  label: string
  value?: string
  at?: string
  instants?: { at: string; value: string }[]
}

export type ReportFinding = Pick<FindingRule, 'code' | 'tone' | 'title' | 'meaning'> & { fix: Fix | null }
export type DiagnosedStep = {
  name: StepName
  heading: string
  finding: ReportFinding
  evidence: Evidence[]
}
/** The worst finding as the headline; the steps from the ticket system to the page. */
export type Diagnosis = { headline: ReportFinding; steps: DiagnosedStep[] }
