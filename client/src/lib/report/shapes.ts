import type { ReportedLink, TicketingReport } from '@tuvens/contract'

/** `unknown`: it could not be looked at, or its turn has not come. */
export type Tone = 'good' | 'attention' | 'bad' | 'unknown'

export type StepName = 'link' | 'source' | 'messages' | 'sweep' | 'page'

/** One thing to do about a finding: see mends.ts. */
export type Mend =
  | 'enable'
  | 'continue'
  | 'publish'
  | 'publish_again'
  | 'open'
  | 'add_tickets'
  | 'relink'
  | 'sign_in_there'
  | 'unlink'
  | 'again'
  | 'tell'

/** What is looked at: the report, and the addresses this very site runs with. */
export type Case = {
  report: TicketingReport
  /** The ticket origin's side of the link; null while there is none or nobody can say. */
  link: ReportedLink | null
  /** Origin of this site, whose page shows the tickets. */
  site: string
  /** Origin this site may frame. */
  ticketOrigin: string
}

/** One possible finding of a step. The first whose `when` holds is the step's. */
export type Rule = {
  /** For whoever runs the site, and for tests. */
  code: string
  tone: Tone
  when: (of: Case) => boolean
  title: string
  /** What it means, in a sentence or two. */
  means: string
  mend?: Mend
}

/** Something seen: in words, at an instant, or both. */
export type Sight = { what: string; value?: string; at?: string }

export type Finding = Pick<Rule, 'code' | 'tone' | 'title' | 'means'> & { mend: Mend | null }
export type Step = { name: StepName; heading: string; finding: Finding; sights: Sight[] }
/** The worst finding first, as the headline; then every step in the order the tickets go. */
export type Diagnosis = { headline: Finding; steps: Step[] }
