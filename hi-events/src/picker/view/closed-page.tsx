import type { TicketingPhase } from '@tuvens/contract'
import { icon, PHASES } from '@tuvens/design'
import type { Page } from '../../web/page.tsx'
import { Svg } from '../../web/shell.tsx'
import { pickerDocument } from './picker-document.tsx'
import type { PickerDisplay } from './props.ts'

/** Why nothing is sold. Without a sentence of its own, the phase's is shown. */
export type ClosedReason = { phase: TicketingPhase; sentence?: string; title?: string }

/** The picker of an event that sells nothing. */
export function closedPage(display: PickerDisplay, reason: ClosedReason): Page {
  const { icon: glyph, tone, sentence } = PHASES[reason.phase]
  const heading = reason.sentence ?? sentence
  return pickerDocument(
    display,
    { title: heading, phase: reason.phase },
    <div class={`notice notice--${tone === 'neutral' ? 'plain' : tone}`} role="status">
      <Svg markup={icon(glyph)} />
      <div class="stack picker__notice">
        <h1 class="picker__sentence">{heading}</h1>
        {reason.title !== undefined && <p dir="auto">{reason.title}</p>}
      </div>
    </div>,
  )
}
