import recorded from '../../vectors/examples.json' with { type: 'json' }

/** A call of an operation that succeeded: the bodies of its request and its response, where it has them. */
export type Example = { request?: unknown; response?: unknown }

/** Recorded from real calls by `npm run examples`. What looks like a secret is none. */
export const EXAMPLES: Record<string, Example> = recorded

/** An example under the name that says where it comes from. */
export function exampleOf(value: unknown) {
  return value === undefined ? {} : { examples: { recorded: { value } } }
}
