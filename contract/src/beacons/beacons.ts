import { Type, type Static } from 'typebox'
import { STRICT } from '../ids.ts'

/** Milliseconds that a person can have waited; a page that was open longer tells nothing. */
const Ms = Type.Integer({ minimum: 0, maximum: 600_000 })

/** How the tickets in a page ended loading: they work, something keeps them out, or they take too long. */
export const WIDGET_OUTCOMES = ['ready', 'failed', 'timeout'] as const
/** One of {@link WIDGET_OUTCOMES}. */
export type WidgetOutcome = (typeof WIDGET_OUTCOMES)[number]

/**
 * What one page view felt like, by the names of web.dev/vitals: time until the largest part was painted, from an input to
 * the next paint (milliseconds), and how much the layout moved. It names neither page nor person.
 */
export const Beacon = Type.Object(
  {
    lcp: Type.Optional(Ms),
    inp: Type.Optional(Ms),
    cls: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
    widget: Type.Optional(Type.Object({ outcome: Type.Enum([...WIDGET_OUTCOMES]), ms: Ms }, STRICT)),
  },
  STRICT,
)
/** A beacon that fits its schema. */
export type Beacon = Static<typeof Beacon>

/** Bytes of a beacon. */
export const MAX_BEACON_BYTES = 512
