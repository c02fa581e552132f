import type { TicketingPhase } from '@tuvens/contract'
import { PHASES } from '@tuvens/design'
import type { ComponentChildren } from 'preact'
import { Moment } from './moment.tsx'
import { Notice } from './notice.tsx'
import type { Outlook } from '../../shop/availability.ts'
import type { PickerProps } from './picker-page.tsx'
import { standingOf } from './waiting-list-view.tsx'

type SaidProps = PickerProps & { outlook: Outlook | null }

/** What one reads before the tickets: how current this is, what became of a code, and why nothing can be chosen. */
export function Said({ outlook, ...props }: SaidProps) {
  const { isStale, waiting, shop } = props
  const isLost = waiting !== undefined && standingOf(shop, waiting) === null
  return (
    <>
      {isStale && (
        <Notice tone="warn" glyph="offline">
          <p>The ticket system is not answering right now. This is what was on sale a moment ago.</p>
        </Notice>
      )}
      {/* The form it came from is not there any more: the price can be had again, or is gone. */}
      {isLost && (
        <Notice
          tone={waiting.isJoined ? 'good' : 'bad'}
          glyph={waiting.isJoined ? 'check' : 'alert'}
          isAnswer
        >
          <p>{waiting.words}</p>
        </Notice>
      )}
      <CodeSaid {...props} />
      {outlook !== null && <OutlookSaid outlook={outlook} {...props} />}
    </>
  )
}

function CodeSaid({ code, selection, isApplying }: PickerProps) {
  const name = <strong>{selection.promoCode}</strong>
  switch (code) {
    case 'works':
      return (
        <Notice tone="good" glyph="check" isAnswer={isApplying}>
          <p>The code {name} is applied.</p>
        </Notice>
      )
    case 'wrong':
      return (
        <Notice tone="bad" glyph="alert" isAnswer={isApplying}>
          <p>
            {name} is not a code for this event. Check the spelling, or <a href="#promo_code">try another</a>.
          </p>
        </Notice>
      )
    case 'unchecked':
      return (
        <Notice tone="warn" glyph="alert" isAnswer={isApplying}>
          <p>The code {name} could not be checked. Wait a minute, then apply it again.</p>
        </Notice>
      )
    case null:
      return null
  }
}

function OutlookSaid({ outlook, format, shop }: PickerProps & { outlook: Outlook }) {
  switch (outlook.kind) {
    case 'empty':
      return (
        <Notice tone="plain" glyph="ticket">
          <p>
            {shop.sections.length === 1 ? shop.sections[0]?.emptyWords : 'There are no tickets here yet.'}
          </p>
        </Notice>
      )
    case 'sold-out':
      return <PhaseSaid phase={outlook.hasWaitingList ? 'waiting_list' : 'sold_out'} />
    case 'not-yet':
      return (
        <PhaseSaid phase="soon">
          {outlook.startsAt !== null && (
            <>
              {' '}
              The first go on sale <Moment date={outlook.startsAt} format={format} />.
            </>
          )}
        </PhaseSaid>
      )
    case 'over':
      return <PhaseSaid phase="sales_over" />
  }
}

/** The icon, the tone and the sentence that a state has everywhere. */
function PhaseSaid({ phase, children }: { phase: TicketingPhase; children?: ComponentChildren }) {
  const { icon, tone, sentence } = PHASES[phase]
  return (
    <Notice tone={tone === 'neutral' || tone === 'bad' ? 'plain' : tone} glyph={icon}>
      <p>
        <strong>{sentence}</strong>
        {children}
      </p>
    </Notice>
  )
}
