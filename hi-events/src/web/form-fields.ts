/** The fields of a form or a query by name. Their values are untrusted and may be of any type. */
export type FormFields = Readonly<Record<string, unknown>>

/** The fields of a parsed body or query; none when there is no object. */
export function readFields(source: unknown): FormFields {
  return isFields(source) ? source : {}
}

function isFields(source: unknown): source is FormFields {
  return typeof source === 'object' && source !== null
}
