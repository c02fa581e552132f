import type { TicketingPhase } from '@tuvens/contract'
import { PHASES } from '@tuvens/design'
import type { ComponentChildren } from 'preact'
import type { Outlook } from '../../shop/availability.ts'
import { Moment } from './moment.tsx'
import { Notice } from './notice.tsx'
import type { PickerProps } from './props.ts'
import { findAwaitedOffer } from './waiting-list-view.tsx'

type FeedbackProps = PickerProps & { outlook: Outlook | null }

/** What stands above the tickets: how current they are, the result of a form or a code, and why nothing can be chosen. */
export function Feedback({ outlook, ...props }: FeedbackProps) {
  const { isStale, waitingList, shop } = props
  return (
    <>
      {isStale && (
        <Notice tone="warn" glyph="offline">
          <p>The ticket system is not answering right now. This is what was on sale a moment ago.</p>
        </Notice>
      )}
      {/* Its form is gone, because the offer is available again or was removed: the result is shown here instead. */}
      {waitingList !== undefined && findAwaitedOffer(shop, waitingList.priceId) === null && (
        <Notice
          tone={waitingList.isJoined ? 'good' : 'bad'}
          glyph={waitingList.isJoined ? 'check' : 'alert'}
          isAnswer
        >
          <p>{waitingList.message}</p>
        </Notice>
      )}
      <PromoCodeNotice {...props} />
      {outlook !== null && <SalesNotice outlook={outlook} {...props} />}
    </>
  )
}

function PromoCodeNotice({ code, selection, isApplying }: PickerProps) {
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

function SalesNotice({ outlook, format, shop }: PickerProps & { outlook: Outlook }) {
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
      return <PhaseNotice phase={outlook.hasWaitingList ? 'waiting_list' : 'sold_out'} />
    case 'not-yet':
      return (
        <PhaseNotice phase="soon">
          {outlook.startsAt !== null && (
            <>
              {' '}
              The first go on sale <Moment date={outlook.startsAt} format={format} />.
            </>
          )}
        </PhaseNotice>
      )
    case 'over':
      return <PhaseNotice phase="sales_over" />
  }
}

/** A phase with the icon, tone and sentence that it has on every page. */
function PhaseNotice({ phase, children }: { phase: TicketingPhase; children?: ComponentChildren }) {
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
