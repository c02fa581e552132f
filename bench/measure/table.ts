import { ratioOf } from './figures.ts'

export type ReportSection = {
  title: string
  /** What was measured and how, in a sentence or two. */
  description: string
  columns: readonly string[]
  rows: readonly (readonly string[])[]
  ratios: readonly string[]
}

/** A section as Markdown; the columns are also lined up for a terminal. */
export function renderSection({ title, description, columns, rows, ratios }: ReportSection): string {
  const widths = columns.map((name, at) =>
    Math.max(...[name, ...rows.map((row) => row[at] ?? '')].map((cell) => cell.length)),
  )
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(' | ')} |`
  const rule = `|${widths.map((width, at) => (at === 0 ? `:${'-'.repeat(width + 1)}` : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  const list = ratios.map((ratio) => `- ${ratio}`)
  return [`## ${title}`, '', description, '', line(columns), rule, ...rows.map(line), '', ...list, ''].join(
    '\n',
  )
}

/** Enough digits to tell two values apart and no more. */
export function show(value: number): string {
  if (!Number.isFinite(value)) return '–'
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en')
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2)
}

export type Comparison = {
  /** The two compared, as `a / b`, with what is compared. */
  description: string
  of: readonly number[]
  to: readonly number[]
  /** What is promised, e.g. `≥ 0.75`. */
  goal?: string
}

/** One line: the median of the rounds' ratios, how far they swung, and what was promised. */
export function showRatio({ description, of, to, goal }: Comparison): string {
  const { median, min, max } = ratioOf(of, to)
  const swing = `${min.toFixed(2)}–${max.toFixed(2)} in ${of.length} rounds`
  return `${description}: **${median.toFixed(2)}** (${swing}${goal === undefined ? '' : `; goal ${goal}`})`
}
