/** What a spreadsheet would run as a formula when a cell begins with it, also after spaces (OWASP: CSV injection). */
const FORMULA = /^[\s\u200B-\u200D\u2060\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/
/** The same after what a spreadsheet with other settings, or a paste, would take for the end of a cell. */
const FORMULA_INSIDE = /([;,\t\r\n][^\S\t\r\n]*)([=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g

/** A line of a CSV file (RFC 4180). No cell is run as a formula: such text gets an apostrophe, which spreadsheets do not show. */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map((cell) => csvCell(cell ?? '')).join(',')}\r\n`
}

function csvCell(text: string): string {
  const inner = text.replace(FORMULA_INSIDE, "$1'$2")
  const safe = FORMULA.test(text) ? `'${inner}` : inner
  return `"${safe.replaceAll('"', '""')}"`
}
