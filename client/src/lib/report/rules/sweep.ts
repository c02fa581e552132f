import type { Rule } from '../shapes.ts'
import { always, noLink, NOT_KNOWN } from './when.ts'

/** Whether the check that finds what messages miss runs. */
export const SWEEP_RULES: readonly Rule[] = [
  { code: 'sweep_unknown', tone: 'unknown', when: noLink, title: 'Not looked at', means: NOT_KNOWN },
  {
    code: 'sweep_failed',
    tone: 'attention',
    when: ({ link }) => link?.sweep.has_failed === true,
    title: 'The last check did not get through',
    means: 'The ticket system did not answer it as it should. It is tried again by itself.',
    mend: 'again',
  },
  {
    code: 'sweep_late',
    tone: 'attention',
    when: ({ link }) => link?.sweep.is_overdue === true,
    title: 'The regular check is late',
    means: 'It finds what messages miss, and should have run by now.',
    mend: 'tell',
  },
  {
    code: 'sweep_first',
    tone: 'unknown',
    when: ({ link }) => link?.sweep.at === null,
    title: 'The first check has not run yet',
    means: 'It comes within a minute.',
  },
  {
    code: 'swept',
    tone: 'good',
    when: always,
    title: 'The regular check runs',
    means: 'Whatever a message misses is found by it.',
  },
]
