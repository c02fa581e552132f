import { isolated } from '@tuvens/platform/text/isolated'
import { PHASES } from '@tuvens/design'
import type { JSX } from 'preact'
import { settingsOf } from '../../events/settings/settings-shape.ts'
import { lifecycleOf } from '../../events/shape.ts'
import type { OrderRow } from '../../orders/store.ts'
import type { PublicEvent } from '../../public/event.ts'
import { ErrorSummary } from '../kit/form/error-summary.tsx'
import type { FormState } from '../kit/form/form-state.ts'
import { Icon } from '../kit/layout/icon.tsx'
import { Layout } from '../kit/layout/layout.tsx'
import { type EventPhase, phaseOf, StatusBadge } from '../kit/layout/phase.tsx'
import { Prose } from '../kit/layout/prose.tsx'
import { SoldBy } from '../kit/layout/sold-by.tsx'
import { SuccessNotice } from '../kit/layout/success-notice.tsx'
import { When, Where } from '../kit/layout/when.tsx'
import { DateList } from './dates.tsx'
import { HeldOrder } from './held-order.tsx'
import { TicketForm } from './ticket-form.tsx'

export type ShopProps = {
  found: PublicEvent
  form: FormState
  now: number
  done?: string | undefined
  /** What this browser holds and has not finished. */
  held: OrderRow | null
}

/** The event on the left, the order form on the right. */
export function EventPage({ found, form, now, done, held }: ShopProps): JSX.Element {
  const { event, organizer, sales } = found
  const settings = settingsOf(event, organizer)
  const lifecycle = lifecycleOf(event, now)
  const phase = phaseOf({ event, lifecycle, sales })
  return (
    <Layout
      title={isolated(event.title)}
      kind="public"
      refused={form.problems.length > 0}
      foot={<SoldBy name={organizer.name} email={settings.support_email} />}
    >
      <SuccessNotice what={done} />
      {event.status !== 'LIVE' && <Preview />}
      <ErrorSummary form={form} />
      <div class="split">
        <div class="stack stack--wide">
          {event.cover !== null && (
            <img class="cover" src={new URL(event.cover.url).pathname} alt="" width="1600" height="900" />
          )}
          <header class="stack stack--tight">
            <p class="eyebrow" dir="auto">
              {organizer.name}
            </p>
            <h1 class="display" dir="auto">
              {event.title}
            </h1>
            {event.status === 'LIVE' && <StatusBadge phase={phase} />}
          </header>
          <ul class="where-when">
            <li>
              <Icon name="calendar" />
              <span>
                <When event={event} />
              </span>
            </li>
            {(settings.location_details !== null || settings.is_online_event) && (
              <li>
                <Icon name="pin" />
                <span>
                  <Where location={settings.location_details} online={settings.is_online_event} />
                </span>
              </li>
            )}
          </ul>
          <Prose html={event.description} />
          {settings.website_url && (
            <p>
              <a class="with-icon" href={settings.website_url}>
                <Icon name="external" size={20} /> More about this event
              </a>
            </p>
          )}
        </div>
        <section class="panel stack shop-panel" aria-labelledby="tickets">
          {/* With several sections, each has its own visible heading. */}
          <h2 id="tickets" class={found.categories.length > 1 ? 'visually-hidden' : undefined}>
            Tickets
          </h2>
          {held !== null && lifecycle !== 'ENDED' && <HeldOrder order={held} timezone={event.timezone} />}
          <Prose html={settings.product_page_message} />
          <Offer found={found} form={form} now={now} phase={lifecycle === 'ENDED' ? 'ended' : phase} />
        </section>
      </div>
    </Layout>
  )
}

function Offer({ found, form, now, phase }: Omit<ShopProps, 'held'> & { phase: EventPhase }): JSX.Element {
  if (phase === 'ended') return <Closed phase={phase} />
  const anything = found.categories.some((each) => each.products.length > 0)
  if (!anything && found.promo === null && (form.values['promo_code'] ?? '') === '')
    return <Closed phase={phase} />
  if (found.hasSeveralDates && found.date === null) return <DateList found={found} />
  return <TicketForm found={found} form={form} now={now} />
}

function Closed({ phase }: { phase: EventPhase }): JSX.Element {
  const { icon, sentence } = PHASES[phase]
  return (
    <p class="with-icon muted">
      <Icon name={icon} /> {sentence}
    </p>
  )
}

function Preview(): JSX.Element {
  return (
    <div class="notice notice--info">
      <Icon name="info" />
      <p>Only you see this page: the event is not published, so nobody can buy here.</p>
    </div>
  )
}
