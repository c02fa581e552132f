import { ratioOf } from './figures.ts'

export type ReportSection = {
  title: string
  /** What was measured and how, in one or two sentences. */
  description: string
  columns: readonly string[]
  rows: readonly (readonly string[])[]
  ratios: readonly string[]
}

/** Renders a section as Markdown, with columns that are also aligned in a terminal. */
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

/** Formats a number with about three significant digits. */
export function show(value: number): string {
  if (!Number.isFinite(value)) return '–'
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en')
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2)
}

export type Comparison = {
  /** The measured value and the two subjects, as `value, a / b`. */
  description: string
  of: readonly number[]
  to: readonly number[]
  /** The promised ratio, e.g. `≥ 0.75`. */
  goal?: string
}

/** Renders one line: the median, minimum and maximum of the ratios, and the goal. */
export function showRatio({ description, of, to, goal }: Comparison): string {
  const { median, min, max } = ratioOf(of, to)
  const range = `${min.toFixed(2)}–${max.toFixed(2)} in ${of.length} rounds`
  return `${description}: **${median.toFixed(2)}** (${range}${goal === undefined ? '' : `; goal ${goal}`})`
}
