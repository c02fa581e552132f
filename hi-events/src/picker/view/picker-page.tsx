import type { ComponentChildren } from 'preact'
import type { Asset } from '../../web/assets.ts'
import type { Page } from '../../web/page.tsx'
import type { CodeState } from '../../shop/catalogue.ts'
import { CodeField } from './code-field.tsx'
import { Foot } from './order-footer.tsx'
import type { Format } from './format.ts'
import { outlookOf } from '../../shop/availability.ts'
import { PICKER_CSS } from './picker-css.ts'
import { Prose } from './prose.tsx'
import { Said } from './feedback.tsx'
import type { Selection } from '../form/selection.ts'
import { isAvailable, type Section, type Shop } from '../../shop/shop.ts'
import { TicketView } from './ticket-view.tsx'
import { type Waiting, waitingForms } from './waiting-list-view.tsx'

/** How somebody wants to see the picker. */
export type Frame = {
  script: Asset
  locale: string
  theme?: 'light' | 'dark'
  embedOrigins: readonly string[]
  /** Opened by itself rather than in somebody's page. */
  isStandalone: boolean
}

/** What there is to say beside the shop itself. */
export type Answers = {
  /** Why the last order was not taken. */
  refusal?: string | undefined
  /** What became of an application for a waiting list. */
  waiting?: Waiting | undefined
  code: CodeState
  /** The visitor just asked for their code. */
  isApplying: boolean
  /** The ticket system is away; this is what it last said. */
  isStale: boolean
}

/** What the picker shows. */
export type PickerProps = Answers & { shop: Shop; format: Format; selection: Selection }

/** The picker with something to choose from. */
export function pickerPage(frame: Frame, props: PickerProps): Page {
  return pageOf(frame, props.shop.title, <Picker frame={frame} {...props} />)
}

/** A document of the picker's. */
export function pageOf(frame: Frame, title: string, content: ComponentChildren): Page {
  const { script, locale, theme, embedOrigins } = frame
  return {
    title,
    lang: locale,
    ...(theme !== undefined && { theme }),
    script,
    css: PICKER_CSS,
    frameAncestors: embedOrigins,
    body: (
      <body class="picker" data-embed-origins={embedOrigins.join(' ')}>
        {/* Named: in somebody's page it stands beside that page's own. */}
        <main class="stack" aria-label="Tickets">
          {content}
        </main>
      </body>
    ),
  }
}

function Picker({ frame, ...props }: PickerProps & { frame: Frame }) {
  const { shop, format, selection, refusal } = props
  return (
    <>
      {frame.isStandalone ? <h1>{shop.title}</h1> : <h1 class="visually-hidden">Tickets for {shop.title}</h1>}
      <Said outlook={outlookOf(shop)} {...props} />
      {shop.message && <Prose html={shop.message} />}
      {waitingForms(frame, props)}
      <form
        class="stack"
        method="post"
        action={`/embed/${shop.eventId}/order`}
        target="_top"
        data-currency={shop.currency}
        data-zone={format.zone}
        data-picker
      >
        <input type="hidden" name="locale" value={frame.locale} />
        {frame.theme !== undefined && <input type="hidden" name="theme" value={frame.theme} />}
        {/* What Enter in any field does; else that would be the first button below, which applies a code. */}
        {shop.isOpen && <button class="visually-hidden" type="submit" tabIndex={-1} aria-hidden="true" />}
        <div class="error-summary" role="alert" hidden={refusal === undefined} tabIndex={-1} data-refusal>
          <h2>Your order was not taken</h2>
          <p data-refusal-words>{refusal}</p>
        </div>
        {shop.sections.map((section) => (
          <SectionView key={section.name} section={section} {...props} />
        ))}
        <CodeField shop={shop} code={props.code} value={selection.promoCode} />
        {shop.isOpen && <Foot shop={shop} selection={selection} format={format} />}
      </form>
    </>
  )
}

function SectionView({ section, ...props }: PickerProps & { section: Section }) {
  const isOnly = props.shop.sections.length === 1
  return (
    <section class="stack">
      <h2 class={isOnly ? 'visually-hidden' : 'picker__section'}>{section.name}</h2>
      {section.description && <Prose html={section.description} />}
      {/* The only one's words stand above everything already. */}
      {section.tickets.length === 0 && !isOnly && <p class="muted">{section.emptyWords}</p>}
      <ul class="picker__tickets">
        {section.tickets.map((ticket) => (
          <TicketView key={ticket.id} ticket={ticket} isDim={!ticket.offers.some(isAvailable)} {...props} />
        ))}
      </ul>
    </section>
  )
}
