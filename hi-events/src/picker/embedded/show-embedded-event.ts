import type { FastifyReply } from 'fastify'
import { readFields } from '../../web/form-fields.ts'
import type { HttpExchange } from '../../web/send-page.ts'
import type { PickerContext } from '../context.ts'
import { readSelection } from '../form/selection.ts'
import { readFramingOfEvent } from './framing.ts'
import { findReadingAgeMs } from './store.ts'
import { notAnswering } from '../open-shop.ts'
import { pickerRequestOf } from '../picker-request.ts'
import { showPicker } from '../show-picker.ts'
import { chooseWidget, sendWidget, type Widget } from '../show-widget.ts'
import { closedPage } from '../view/closed-page.tsx'

/**
 * The tickets of a Tuvens event in each of its phases, also without a link. Other sites frame this page: its script follows
 * the event on the stream of the API, so that they need not.
 */
export async function showEmbeddedEvent(
  context: PickerContext,
  exchange: HttpExchange,
): Promise<FastifyReply> {
  return sendWidget(exchange, await embeddedPage(context, exchange.request))
}

async function embeddedPage(context: PickerContext, request: HttpExchange['request']): Promise<Widget> {
  const eventId = tuvensEventIdOf(request)
  const framing = await readFramingOfEvent(context, eventId)
  const asked = pickerRequestOf(context, request, { framing, eventId: framing.link?.hiEventId ?? null })
  const linked = framing.link === null ? {} : { hiEventId: framing.link.hiEventId }
  const live = { eventId, apiUrl: context.config.publicApiUrl, ...linked }
  const display = { ...asked.display, script: context.assets.embedded, live }
  if (framing.isUnread) return notAnswering(display, 'away')
  // No tickets is a phase, too: the page stays, and shows them once there are some.
  if (framing.link === null) return { page: closedPage(display, { phase: 'none' }), status: 200 }
  const query = readFields(request.query)
  const since = query['seen'] === undefined ? 0 : await lastReadingOf(context, framing.link.hiEventId)
  const selection = readSelection(query)
  return chooseWidget(context, asked, () => showPicker(context, { ...asked, display, since }, { selection }))
}

/** A page that is loaded again because of a change must not show what this node read before that change was reported. */
async function lastReadingOf({ db, clock }: PickerContext, hiEventId: number): Promise<number> {
  return clock.now() - (await findReadingAgeMs(db, hiEventId))
}

/** A malformed id names no event: no event has the id 0. */
function tuvensEventIdOf({ params }: HttpExchange['request']): string {
  const id = String(readFields(params)['event_id'])
  return /^[1-9]\d{0,14}$/.test(id) ? id : '0'
}
