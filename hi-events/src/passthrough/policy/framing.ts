/** Headers that say who may frame what a path names (spec 2.7). */
type Framing = (path: string) => readonly string[] | Promise<readonly string[]>

type FramingContext = {
  embedOrigins: readonly string[]
  /** More origins that may frame the widget of an event of the ticket system; null when it is not linked. */
  framingOriginsOf: (eventId: number) => Promise<readonly string[] | null>
}

/**
 * While an event is linked, the event site and the sites of its organiser may frame its widget. The ticket system's own page designer may frame
 * its previews. Nobody may frame anything else, above all the organisers' pages.
 */
export function createFraming({ embedOrigins, framingOriginsOf }: FramingContext): Framing {
  const nobody = headersOf("'none'", 'DENY')
  const itself = headersOf("'self'", 'SAMEORIGIN')
  // X-Frame-Options allows no list.
  const embedders = (origins: readonly string[]) =>
    headersOf(["'self'", ...embedOrigins, ...origins].join(' '))
  return (path) => {
    const eventId = widgetEventOf(path)
    if (eventId === null) return PREVIEW.test(path) ? itself : nobody
    // When the link cannot be read, nobody may frame the widget.
    return framingOriginsOf(eventId).then(
      (origins) => (origins === null ? nobody : embedders(origins)),
      () => nobody,
    )
  }
}

/** The previews that the page designers of events and organizers frame. */
const PREVIEW = /^\/(?:event|organizer)\/.+\/preview\/?$/

/** The event of a page of the ticket system's own widget, or null. */
export function widgetEventOf(path: string): number | null {
  if (!path.startsWith('/widget/')) return null
  const [, id] = /^\/widget\/(\d{1,15})\/?$/.exec(path) ?? []
  return id === undefined ? null : Number(id)
}

function headersOf(frameAncestors: string, frameOptions?: string): readonly string[] {
  const policy = ['Content-Security-Policy', `frame-ancestors ${frameAncestors}`]
  const options = frameOptions === undefined ? [] : ['X-Frame-Options', frameOptions]
  return [...policy, ...options, 'X-Content-Type-Options', 'nosniff']
}
