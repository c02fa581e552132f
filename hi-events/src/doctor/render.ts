import type { CheckResult } from './finding.ts'

/** Wraps a text in a terminal colour code; returns it unchanged where colours are off. */
export type Paint = (code: string, text: string) => string

const MARKS = { ok: ['✔', '32'], failed: ['✖', '31'], skipped: ['–', '2'] } as const
const [TITLE_WIDTH, MIN_WIDTH, MAX_WIDTH] = [32, 40, 110]

/**
 * A check's result as lines for a terminal: mark, title and what was seen, then the fixes.
 *
 * @param columns width of the terminal
 */
export function renderLines(result: CheckResult, columns: number, paint: Paint): string[] {
  const width = Math.min(Math.max(columns, MIN_WIDTH), MAX_WIDTH)
  const [mark, colour] = MARKS[result.state]
  const head = `${paint(colour, mark)} ${paint(result.state === 'failed' ? '1' : '', result.title)}`
  const fixes = result.state === 'failed' ? result.fix.flatMap((each) => fixLines(each, width, paint)) : []
  return [...withSeen({ head, result, width, paint }), ...fixes]
}

type SeenLines = { head: string; result: CheckResult; width: number; paint: Paint }

/** What was seen stands beside the title, or below it on a narrow terminal. */
function withSeen({ head, result: { title, seen, state }, width, paint }: SeenLines): string[] {
  const dim = (text: string) => paint(state === 'failed' ? '' : '2', text)
  const available = width - TITLE_WIDTH - 4
  if (available >= MIN_WIDTH) {
    const [first = '', ...rest] = wrap(seen, available)
    const gap = ' '.repeat(Math.max(1, TITLE_WIDTH - title.length))
    return [`  ${head}${gap}${dim(first)}`, ...rest.map((line) => ' '.repeat(TITLE_WIDTH + 4) + dim(line))]
  }
  return [`  ${head}`, ...wrap(seen, width - 4).map((line) => `    ${dim(line)}`)]
}

function fixLines(fix: string, width: number, paint: Paint): string[] {
  const [first = '', ...rest] = wrap(fix, width - 6)
  return [`    ${paint('36', '→')} ${first}`, ...rest.map((line) => `      ${line}`)]
}

export function renderSummary(results: readonly CheckResult[]): string {
  const count = (state: CheckResult['state']) => results.filter((each) => each.state === state).length
  const [failed, skipped] = [count('failed'), count('skipped')]
  if (failed === 0 && skipped === 0) return 'All is well.'
  const words = [
    failed > 0 && `${failed} to fix`,
    skipped > 0 && `${skipped} not checked`,
    `${count('ok')} well`,
  ].filter((each) => each !== false)
  const next =
    failed > 0 ? ' Fix the first ✖, then run doctor again: later ones often have the same cause.' : ''
  return `${words.join(', ')}.${next}`
}

/** Breaks at spaces. A word longer than the line stays whole, so that it can be copied. */
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
