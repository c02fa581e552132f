/** Field id → what is wrong there, in the order of the form. */
export type FieldErrors = Record<string, string>

/** What a form action hands back when it did not do it: all that was typed, and what to mend. */
export type Rejected<V> = { values: V; errors: FieldErrors; title?: string; message?: string }
