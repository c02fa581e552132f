import { icon, PHASES } from '@tuvens/design'
import type { TicketingPhase } from '@tuvens/contract'
import type { Asset } from '../web/assets.ts'
import type { Page } from '../web/page.tsx'
import { Svg } from '../web/shell.tsx'
import type { Format } from './format.ts'
import { PICKER_CSS } from './picker-css.ts'
import { Prose } from './prose.tsx'
import type { Selection } from './selection.ts'
import type { Section, Shop } from './shop.ts'
import { TicketView } from './ticket-view.tsx'

/** How somebody wants to see the picker. */
export type Frame = {
  script: Asset
  locale: string
  theme?: 'light' | 'dark'
  embedOrigins: readonly string[]
  /** Opened by itself rather than in somebody's page. */
  isStandalone: boolean
}

/** What the picker shows. */
export type PickerProps = {
  shop: Shop
  format: Format
  selection: Selection
  /** Why the last order was not taken. */
  refusal?: string | undefined
  /** The ticket system is away; this is what it last said. */
  isStale: boolean
}

/** The picker with something to choose from. */
export function pickerPage(frame: Frame, props: PickerProps): Page {
  return pageOf(frame, props.shop.title, <Picker frame={frame} {...props} />)
}

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
      <div class="stack">
        <h1 class="picker__words">{said}</h1>
        {words.title !== undefined && <p>{words.title}</p>}
      </div>
    </div>,
  )
}

function pageOf(frame: Frame, title: string, content: preact.ComponentChildren): Page {
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

function Picker({ frame, shop, format, selection, refusal, isStale }: PickerProps & { frame: Frame }) {
  const tickets = { shop, format, selection }
  return (
    <>
      {frame.isStandalone ? <h1>{shop.title}</h1> : <h1 class="visually-hidden">Tickets for {shop.title}</h1>}
      {isStale && <Stale />}
      {shop.message && <Prose html={shop.message} />}
      <form
        class="stack"
        method="post"
        action={`/embed/${shop.eventId}/order`}
        target="_top"
        data-currency={shop.currency}
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
          <SectionView
            key={section.name}
            section={section}
            {...tickets}
            isOnly={shop.sections.length === 1}
          />
        ))}
        {shop.isOpen && <Foot shop={shop} selection={selection} format={format} />}
      </form>
    </>
  )
}

type SectionProps = Omit<PickerProps, 'refusal' | 'isStale'> & { section: Section; isOnly: boolean }

function SectionView({ section, isOnly, ...tickets }: SectionProps) {
  return (
    <section class="stack">
      <h2 class={isOnly ? 'visually-hidden' : 'picker__section'}>{section.name}</h2>
      {section.description && <Prose html={section.description} />}
      {section.tickets.length === 0 && <p class="muted">{section.emptyWords}</p>}
      <ul class="picker__tickets">
        {section.tickets.map((ticket) => (
          <TicketView key={ticket.id} ticket={ticket} {...tickets} />
        ))}
      </ul>
    </section>
  )
}

function Foot({ shop, selection, format }: { shop: Shop; selection: Selection; format: Format }) {
  return (
    <>
      <details class="picker__code" open={selection.promoCode !== ''}>
        <summary>Have a code?</summary>
        <div class="row">
          <label class="visually-hidden" for="promo_code">
            Promo code
          </label>
          <input
            id="promo_code"
            name="promo_code"
            value={selection.promoCode}
            maxLength={64}
            autocomplete="off"
          />
          <button
            class="button"
            type="submit"
            formMethod="get"
            formAction={`/embed/${shop.eventId}`}
            formTarget="_self"
            formNoValidate
          >
            Apply
          </button>
        </div>
      </details>
      <div class="picker__foot">
        <p class="picker__total" data-total-line hidden>
          <span>Total</span> <output class="num" data-total data-zero={format.money(0)} />
        </p>
        <button class="button button--primary button--wide" type="submit">
          Get tickets
        </button>
      </div>
    </>
  )
}

function Stale() {
  return (
    <p class="notice notice--warn" role="status">
      <Svg markup={icon('offline')} />
      <span>The ticket system is not answering right now. This is what was on sale a moment ago.</span>
    </p>
  )
}
