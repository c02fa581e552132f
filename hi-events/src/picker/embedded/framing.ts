import { findFramedLink, findFramedLinkByHiEvent, type FramedLink } from '../../linking/framing-store.ts'
import type { PickerContext } from '../context.ts'

/** An event named by either of its ids; `link` is null while it is not linked. */
export type FramedEvent = { link: FramedLink | null; origins: readonly string[]; isUnread?: true }

/**
 * Reads the link of an event and who may frame its tickets: the event site always, other origins while their organiser
 * lets them. It is read for each page, so that a change holds from the next request on, at every node.
 */
export async function readFraming(
  { db, config, log }: PickerContext,
  find: (db: PickerContext['db']) => Promise<FramedLink | undefined>,
): Promise<FramedEvent> {
  try {
    const link = (await find(db)) ?? null
    return { link, origins: [...new Set([...config.embedOrigins, ...(link?.framingOrigins ?? [])])] }
  } catch (error) {
    log.warn({ err: error }, 'Who may frame an event could not be read: the event site may')
    return { link: null, origins: config.embedOrigins, isUnread: true }
  }
}

/** As {@link readFraming}, of a Tuvens event. */
export function readFramingOfEvent(context: PickerContext, eventId: string): Promise<FramedEvent> {
  return readFraming(context, (db) => findFramedLink(db, eventId))
}

/** As {@link readFraming}, of a Hi.Events event; null when the address names none. */
export function readFramingOfHiEvent(context: PickerContext, hiEventId: number | null): Promise<FramedEvent> {
  return readFraming(context, async (db) =>
    hiEventId === null ? undefined : findFramedLinkByHiEvent(db, hiEventId),
  )
}
