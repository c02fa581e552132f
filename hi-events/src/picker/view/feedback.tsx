import type { TicketingPhase } from '@tuvens/contract'
import { PHASES } from '@tuvens/design'
import type { ComponentChildren } from 'preact'
import type { ClosedSales } from '../../shop/sales-status.ts'
import { Moment } from './moment.tsx'
import { Notice } from './notice.tsx'
import type { PickerProps } from './props.ts'
import { findAwaitedOffer } from './waiting-list-view.tsx'

type FeedbackProps = PickerProps & { closed: ClosedSales | null }

/** What stands above the tickets: how current they are, the result of a form or a code, and why nothing can be chosen. */
export function Feedback({ closed, ...props }: FeedbackProps) {
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
      {closed !== null && <SalesNotice closed={closed} {...props} />}
    </>
  )
}

function PromoCodeNotice({ code, selection, isApplying }: PickerProps) {
  const name = (
    <strong>
      <bdi>{selection.promoCode}</bdi>
    </strong>
  )
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

function SalesNotice({ closed, format, shop }: PickerProps & { closed: ClosedSales }) {
  switch (closed.status) {
    case 'held':
      return (
        <PhaseNotice phase="held">
          {' '}
          They are held until <Moment date={closed.until} format={format} />, and come back if nobody buys
          them.
        </PhaseNotice>
      )
    case 'sold_out':
    case 'waiting_list':
      return <PhaseNotice phase={closed.status} />
    case 'not_yet':
      return closed.isEmpty ? (
        <Notice tone="plain" glyph="ticket">
          <p dir="auto">
            {shop.sections.length === 1 ? shop.sections[0]?.emptyWords : 'There are no tickets here yet.'}
          </p>
        </Notice>
      ) : (
        <PhaseNotice phase="soon">
          {closed.startsAt !== null && (
            <>
              {' '}
              The first go on sale <Moment date={closed.startsAt} format={format} />.
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
