import type { FrameMessage } from '@tuvens/contract/embed'
import { orderUrlOf } from './order-url.ts'

/** Loaded for visitors who come back from the checkout: most never need it. */

/** Until the ticket system is asked again that did not answer. */
const AGAIN_MS = 5_000
const TIME = { hour: '2-digit', minute: '2-digit' } as const

/** What this script shares with that of the page. */
export type HeldOrderPage = {
  sendToParent: (content: { type: Extract<FrameMessage, { type: 'released' }>['type'] }) => void
  /** Loads the picker again. */
  refresh: () => void
  /** Reports an order that is completed while the page is open. */
  watch: (checkoutUrl: string) => Promise<void>
  /** Reports the end of an order; only where the page reports complete ones as confirmed. */
  settle?: (checkoutUrl: string) => Promise<unknown>
}

/** Shows the order of a checkout while it is held, with the way on and the way to give it back. */
export async function showHeldOrder(checkoutUrl: string, page: HeldOrderPage): Promise<void> {
  if (!isOwnCheckout(checkoutUrl)) return
  const order = await call('GET', orderUrlOf(checkoutUrl))
  if (order === 'unknown') {
    setTimeout(() => void showHeldOrder(checkoutUrl, page), AGAIN_MS)
    return
  }
  document.querySelector('[data-held]')?.remove()
  if (order === 'none') return page.settle === undefined ? release(page) : forget(page.settle, checkoutUrl)
  const giveBack = async (button: HTMLElement) => {
    button.setAttribute('aria-busy', 'true')
    const given = await call('POST', orderUrlOf(checkoutUrl, '/abandon'))
    button.removeAttribute('aria-busy')
    if (given === 'unknown') return
    button.closest('[data-held]')?.remove()
    release(page)
    page.refresh()
  }
  document.querySelector('main')?.prepend(noticeOf(order.heldUntil, checkoutUrl, giveBack))
  void page.watch(checkoutUrl)
}

/** Nothing is held any more: the parent page and this entry of the history forget the checkout. */
function release({ sendToParent }: HeldOrderPage): void {
  history.replaceState(null, '')
  sendToParent({ type: 'released' })
}

/** The order is complete, or nothing is held any more. */
function forget(settle: (checkoutUrl: string) => Promise<unknown>, checkoutUrl: string): void {
  history.replaceState(null, '')
  void settle(checkoutUrl)
}

/** The parent page names what it kept: only a checkout of this event is opened or asked about. */
function isOwnCheckout(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { origin, pathname } = new URL(url)
  const { liveEvent } = document.body.dataset
  const eventId = liveEvent === undefined ? location.pathname.split('/')[2] : document.body.dataset['shop']
  const [, part, ofEvent, order = '', ...rest] = pathname.split('/')
  const isOrder = /^[\w-]+$/.test(order) && rest.length > 0
  return origin === location.origin && part === 'checkout' && ofEvent === eventId && isOrder
}

function noticeOf(
  heldUntil: Date,
  url: string,
  giveBack: (button: HTMLElement) => Promise<void>,
): HTMLElement {
  const notice = element('div', { className: 'notice notice--info', role: 'status' })
  notice.dataset['held'] = ''
  const words = element('div', { className: 'stack picker__notice' })
  const time = new Intl.DateTimeFormat(document.body.dataset.locale, TIME).format(heldUntil)
  const sentence = element('strong', { textContent: `Your order is held until ${time}.` })
  const actions = element('div', { className: 'row' })
  const primary = 'button button--small button--primary'
  const link = element('a', {
    className: primary,
    href: url,
    target: '_top',
    textContent: 'Go on with your order',
  })
  const button = element('button', {
    className: 'button button--small',
    type: 'button',
    textContent: 'Give it back',
  })
  button.addEventListener('click', () => void giveBack(button))
  actions.append(link, button)
  words.append(sentence, actions)
  notice.append(words)
  return notice
}

function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]>,
): HTMLElementTagNameMap[Tag] {
  return Object.assign(document.createElement(tag), properties)
}

type PublicOrder = { data?: { status?: string; is_expired?: boolean; reserved_until?: string } }

/** A held order; `unknown` where the ticket system does not answer, `none` where nothing is held. */
async function call(method: string, url: string): Promise<{ heldUntil: Date } | 'unknown' | 'none'> {
  try {
    const response = await fetch(url, {
      method,
      credentials: 'omit',
      headers: { accept: 'application/json' },
    })
    if (response.status === 429 || response.status >= 500) return 'unknown'
    if (!response.ok) return 'none'
    const { data }: PublicOrder = await response.json()
    const isHeld = data?.status === 'RESERVED' && data.is_expired !== true
    // Hi.Events sends `YYYY-MM-DD HH:MM:SS` in UTC, without a zone.
    return isHeld ? { heldUntil: new Date(`${data.reserved_until?.replace(' ', 'T')}Z`) } : 'none'
  } catch {
    return 'unknown'
  }
}
