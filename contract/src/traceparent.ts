import { Type } from 'typebox'

/** Trace and span that caused something (W3C Trace Context, `traceparent`). */
export const Traceparent = Type.String({ pattern: '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$' })
