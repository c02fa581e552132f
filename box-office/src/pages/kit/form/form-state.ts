/** The text in each field of a form and the problems found in it: enough to show the form again as it was sent. */
export type FormState = { values: Readonly<Record<string, string>>; problems: readonly FieldProblem[] }

export type FieldProblem = { field: string; message: string }

export function formOf(values: Record<string, string | number | null | undefined> = {}): FormState {
  const texts = Object.entries(values).map(([name, value]) => [name, String(value ?? '')])
  return { values: Object.fromEntries(texts), problems: [] }
}

/** An amount as its field shows it: `12.50`, or `12` for a whole one. */
export function amountText(amount: number | undefined): string {
  if (amount === undefined) return ''
  return Number.isInteger(amount) ? String(amount) : amount.toFixed(2)
}
