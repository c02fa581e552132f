import type { FastifyRequest } from 'fastify'
import type { PickerContext as Context } from './context.ts'
import { clientAddress } from '../web/client-address.ts'
import { localeOf } from './view/format.ts'
import type { Frame } from './view/picker-page.tsx'

/** Who looks at which event, and how they want it. `eventId` is null when the address names none. */
export type Visit = {
  eventId: number | null
  frame: Frame
  clientAddress: string
  /** They just asked for a code to be applied: its answer gets the focus. */
  isApplying: boolean
}

/** Reads path, query and form; nonsense becomes the default. */
export function readVisit(context: Context, request: FastifyRequest): Visit {
  const { hi_events_event_id: id = '' } = request.params as { hi_events_event_id?: string }
  const asked = { ...(request.query as object), ...(request.body as object | undefined) } as Record<
    string,
    unknown
  >
  const { theme } = asked
  return {
    eventId: /^[1-9]\d{0,14}$/.test(id) ? Number(id) : null,
    clientAddress: clientAddress(request.raw, context.config.proxyHops),
    isApplying: asked['apply'] === '1',
    frame: {
      script: context.assets.picker,
      locale: localeOf(asked['locale']),
      ...((theme === 'light' || theme === 'dark') && { theme }),
      embedOrigins: context.config.embedOrigins,
      isStandalone: (request.headers['sec-fetch-dest'] ?? 'document') === 'document',
    },
  }
}

/** Whether the picker's script asks, rather than a form. */
export function wantsJson({ headers }: FastifyRequest): boolean {
  return /\bapplication\/json\b/.test(headers.accept ?? '')
}
