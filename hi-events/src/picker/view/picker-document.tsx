import type { TicketingPhase } from '@tuvens/contract'
import type { ComponentChildren } from 'preact'
import type { Page } from '../../web/page.tsx'
import { PICKER_CSS } from './picker-css.ts'
import type { PickerDisplay } from './props.ts'

/** A page of the picker: its style, its script, and the origins that may frame it. */
export function pickerDocument(
  display: PickerDisplay,
  { title, phase }: { title: string; phase?: TicketingPhase },
  content: ComponentChildren,
): Page {
  const { script, heldScript, locale, theme, dir, embedOrigins, live } = display
  return {
    title,
    ...(theme !== undefined && { theme }),
    script,
    ...(dir !== undefined && { dir }),
    ...(live !== undefined && { connects: [new URL(live.apiUrl).origin] }),
    css: PICKER_CSS,
    frameAncestors: embedOrigins,
    body: (
      <body
        class="picker"
        data-locale={locale}
        data-embed-origins={embedOrigins.join(' ')}
        data-held-script={heldScript.path}
        data-phase={live === undefined ? undefined : phase}
        data-shop={live?.hiEventId}
        data-live-event={live?.eventId}
        data-api={live?.apiUrl}
        data-away={live?.isAway}
      >
        {/* A label of its own: inside a frame, this landmark is listed beside those of the page around it. */}
        <main class="stack" aria-label="Tickets">
          {content}
        </main>
      </body>
    ),
  }
}
