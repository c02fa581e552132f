import type { Outcome } from './finding.ts'

/** Puts a colour's code around a text, or does not. */
export type Paint = (code: string, text: string) => string

const MARKS = { ok: ['✔', '32'], failed: ['✖', '31'], skipped: ['–', '2'] } as const
const [TITLE_WIDTH, MIN_WIDTH, MAX_WIDTH] = [32, 40, 110]

/**
 * An outcome as lines for a terminal: mark, title and what was seen; below a fault its mends.
 *
 * @param columns of the terminal
 */
export function linesOf(outcome: Outcome, columns: number, paint: Paint): string[] {
  const width = Math.min(Math.max(columns, MIN_WIDTH), MAX_WIDTH)
  const [mark, colour] = MARKS[outcome.state]
  const head = `${paint(colour, mark)} ${paint(outcome.state === 'failed' ? '1' : '', outcome.title)}`
  const mends =
    outcome.state === 'failed' ? outcome.mend.flatMap((each) => mendLines(each, width, paint)) : []
  return [...withSeen({ head, outcome, width, paint }), ...mends]
}

type Headed = { head: string; outcome: Outcome; width: number; paint: Paint }

/** Beside the title where there is room, else below it. */
function withSeen({ head, outcome: { title, seen, state }, width, paint }: Headed): string[] {
  const dim = (text: string) => paint(state === 'failed' ? '' : '2', text)
  const room = width - TITLE_WIDTH - 4
  if (room >= MIN_WIDTH) {
    const [first = '', ...rest] = wrap(seen, room)
    const gap = ' '.repeat(TITLE_WIDTH - title.length)
    return [`  ${head}${gap}${dim(first)}`, ...rest.map((line) => ' '.repeat(TITLE_WIDTH + 4) + dim(line))]
  }
  return [`  ${head}`, ...wrap(seen, width - 4).map((line) => `    ${dim(line)}`)]
}

function mendLines(mend: string, width: number, paint: Paint): string[] {
  const [first = '', ...rest] = wrap(mend, width - 6)
  return [`    ${paint('36', '→')} ${first}`, ...rest.map((line) => `      ${line}`)]
}

/** What all of it comes to. */
export function sumOf(outcomes: readonly Outcome[]): string {
  const count = (state: Outcome['state']) => outcomes.filter((each) => each.state === state).length
  const [failed, skipped] = [count('failed'), count('skipped')]
  if (failed === 0 && skipped === 0) return 'All is well.'
  const words = [
    failed > 0 && `${failed} to mend`,
    skipped > 0 && `${skipped} not looked at`,
    `${count('ok')} well`,
  ].filter((each) => each !== false)
  const next = failed > 0 ? ' Mend the first ✖, then run doctor again: later ones often go with it.' : ''
  return `${words.join(', ')}.${next}`
}

/** Breaks at spaces; a word that is longer than the line stays whole, so that it can be copied. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
