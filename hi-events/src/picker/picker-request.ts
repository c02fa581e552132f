import type { FastifyRequest } from 'fastify'
import type { PickerContext } from './context.ts'
import { type FramedEvent, readFramingOfHiEvent } from './embedded/framing.ts'
import { clientIp } from '../web/client-ip.ts'
import { type FormFields, readFields } from '../web/form-fields.ts'
import { readCarried } from './form/carried.ts'
import { localeOf } from './view/format.ts'
import type { PickerDisplay } from './view/props.ts'

/** A request for the picker of an event. */
export type PickerRequest = ReturnType<typeof pickerRequestOf>

/** Reads path, query and form; an invalid value becomes the default. */
export async function readPickerRequest(
  context: PickerContext,
  request: FastifyRequest,
): Promise<PickerRequest> {
  const eventId = eventIdOf(request)
  const framing = await readFramingOfHiEvent(context, eventId)
  return pickerRequestOf(context, request, { framing, eventId })
}

type Identified = {
  framing: FramedEvent
  /** In the ticket system; null when the address names none. */
  eventId: number | null
}

/** As `readPickerRequest`, of an event that was identified before. */
export function pickerRequestOf(
  context: PickerContext,
  request: FastifyRequest,
  { framing, eventId }: Identified,
) {
  const fields: FormFields = { ...readFields(request.query), ...readFields(request.body) }
  const display: PickerDisplay = {
    script: context.assets.picker,
    heldScript: context.assets.heldOrder,
    locale: localeOf(fields['locale']),
    ...themeOf(fields),
    ...directionOf(fields),
    embedOrigins: framing.origins,
    carried: readCarried(fields),
    isStandalone: (request.headers['sec-fetch-dest'] ?? 'document') === 'document',
  }
  return {
    eventId,
    clientIp: clientIp(request.raw, context.config.proxyHops),
    /** The visitor has just submitted a promo code: its result receives the focus. */
    isApplying: fields['apply'] === '1',
    /** Nothing that was read before this time (milliseconds) is shown. */
    since: 0,
    display,
  }
}

/** The Hi.Events event that the path names. */
export function eventIdOf({ params }: FastifyRequest): number | null {
  const id = String(readFields(params)['hi_events_event_id'])
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : null
}

function directionOf({ dir }: FormFields): Pick<PickerDisplay, 'dir'> {
  return dir === 'ltr' || dir === 'rtl' ? { dir } : {}
}

function themeOf({ theme }: FormFields): Pick<PickerDisplay, 'theme'> {
  return theme === 'light' || theme === 'dark' ? { theme } : {}
}

/** Whether the request comes from the picker's script rather than from a form. */
export function wantsJson({ headers }: FastifyRequest): boolean {
  return /\bapplication\/json\b/.test(headers.accept ?? '')
}
