/** Field id → the problem there, in the order of the form. */
export type FormErrors = Record<string, string>

/** What a form action returns when it refuses: everything that was typed, and the problems. */
export type RejectedForm<V> = { values: V; errors: FormErrors; title?: string; message?: string }
