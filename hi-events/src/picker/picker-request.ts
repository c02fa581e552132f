import type { FastifyRequest } from 'fastify'
import type { PickerContext } from './context.ts'
import { clientIp } from '../web/client-ip.ts'
import { type FormFields, readFields } from '../web/form-fields.ts'
import { readCarried } from './form/carried.ts'
import { localeOf } from './view/format.ts'
import type { PickerDisplay } from './view/props.ts'

/** A request for the picker of an event. */
export type PickerRequest = ReturnType<typeof readPickerRequest>

/** Reads path, query and form; an invalid value becomes the default. */
export function readPickerRequest(context: PickerContext, request: FastifyRequest) {
  const fields: FormFields = { ...readFields(request.query), ...readFields(request.body) }
  return {
    /** Null when the address names none. */
    eventId: eventIdOf(request),
    clientIp: clientIp(request.raw, context.config.proxyHops),
    /** The visitor has just submitted a promo code: its result receives the focus. */
    isApplying: fields['apply'] === '1',
    display: {
      script: context.assets.picker,
      heldScript: context.assets.heldOrder,
      locale: localeOf(fields['locale']),
      ...themeOf(fields),
      embedOrigins: context.config.embedOrigins,
      carried: readCarried(fields),
      isStandalone: (request.headers['sec-fetch-dest'] ?? 'document') === 'document',
    },
  }
}

function eventIdOf({ params }: FastifyRequest): number | null {
  const id = String(readFields(params)['hi_events_event_id'])
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : null
}

function themeOf({ theme }: FormFields): Pick<PickerDisplay, 'theme'> {
  return theme === 'light' || theme === 'dark' ? { theme } : {}
}

/** Whether the request comes from the picker's script rather than from a form. */
export function wantsJson({ headers }: FastifyRequest): boolean {
  return /\bapplication\/json\b/.test(headers.accept ?? '')
}
