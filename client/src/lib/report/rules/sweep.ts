import type { FindingRule } from '../shapes.ts'
import { always, isUncheckable, NOT_KNOWN } from './conditions.ts'

/** Whether the sweep, which finds changes that no message reported, runs. */
export const SWEEP_RULES: readonly FindingRule[] = [
  { code: 'sweep_unknown', tone: 'unknown', when: isUncheckable, title: 'Not looked at', meaning: NOT_KNOWN },
  {
    code: 'sweep_failed',
    tone: 'attention',
    when: ({ link }) => link?.sweep.has_failed === true,
    title: 'The last check failed',
    meaning: 'The ticket system did not answer it as it should. It is tried again by itself.',
    fix: 'again',
  },
  {
    code: 'sweep_late',
    tone: 'attention',
    when: ({ link }) => link?.sweep.is_overdue === true,
    title: 'The regular check is late',
    meaning: 'It finds changes that no message reported, and should have run by now.',
    fix: 'tell',
  },
  {
    code: 'sweep_first',
    tone: 'unknown',
    when: ({ link }) => link?.sweep.at === null,
    title: 'The first check has not run yet',
    meaning: 'It comes within a minute.',
  },
  {
    code: 'sweep_runs',
    tone: 'good',
    when: always,
    title: 'The regular check runs',
    meaning: 'It finds changes that no message reported.',
  },
]
