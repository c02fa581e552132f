import type { TicketingPhase } from '@tuvens/contract'
import { icon, PHASES } from '@tuvens/design'
import type { Page } from '../../web/page.tsx'
import { Svg } from '../../web/shell.tsx'
import { type Frame, pageOf } from './picker-page.tsx'

/** A page for when nothing can be sold: why, in words. */
export function closedPage(
  frame: Frame,
  words: { phase: TicketingPhase; sentence?: string; title?: string },
): Page {
  const { icon: glyph, tone, sentence } = PHASES[words.phase]
  const said = words.sentence ?? sentence
  return pageOf(
    frame,
    said,
    <div class={`notice notice--${tone === 'neutral' ? 'plain' : tone}`} role="status">
      <Svg markup={icon(glyph)} />
      <div class="stack picker__said">
        <h1 class="picker__words">{said}</h1>
        {words.title !== undefined && <p>{words.title}</p>}
      </div>
    </div>,
  )
}
