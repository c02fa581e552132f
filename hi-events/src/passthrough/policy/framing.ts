/** Headers that say who may frame what a path names (spec 2.7). */
export type Framing = (path: string) => readonly string[] | Promise<readonly string[]>

type Needs = {
  embedOrigins: readonly string[]
  /** Whether an event of the ticket system belongs to one of the event site. */
  isLinked: (eventId: number) => Promise<boolean>
}

/**
 * An event's widget may be framed by the event site while the event is linked; what a page of the ticket system's own
 * designer shows, by itself; all the rest, organisers' pages above all, by nobody.
 */
export function createFraming({ embedOrigins, isLinked }: Needs): Framing {
  const nobody = headersOf("'none'", 'DENY')
  const itself = headersOf("'self'", 'SAMEORIGIN')
  // X-Frame-Options knows no list.
  const embedders = headersOf(["'self'", ...embedOrigins].join(' '))
  return (path) => {
    const eventId = widgetEventOf(path)
    if (eventId === null) return PREVIEW.test(path) ? itself : nobody
    // Where it cannot be told, nobody may.
    return isLinked(eventId).then(
      (isSo) => (isSo ? embedders : nobody),
      () => nobody,
    )
  }
}

/** What the designers of an event's and of an organizer's page show of it. */
const PREVIEW = /^\/(?:event|organizer)\/.+\/preview\/?$/

function widgetEventOf(path: string): number | null {
  if (!path.startsWith('/widget/')) return null
  const [, id] = /^\/widget\/(\d{1,15})\/?$/.exec(path) ?? []
  return id === undefined ? null : Number(id)
}

function headersOf(frameAncestors: string, frameOptions?: string): readonly string[] {
  const policy = ['Content-Security-Policy', `frame-ancestors ${frameAncestors}`]
  const options = frameOptions === undefined ? [] : ['X-Frame-Options', frameOptions]
  return [...policy, ...options, 'X-Content-Type-Options', 'nosniff']
}
