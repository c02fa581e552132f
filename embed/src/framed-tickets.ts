import {
  EMBED_VERSION,
  type FrameMessage,
  MAX_FRAME_HEIGHT,
  type ParentMessage,
} from '@tuvens/contract/embed'
import { inStorage } from './in-storage.ts'

/** The origin that this script came from: the ticket origin. Only it is framed, opened and listened to. */
const TICKET_ORIGIN = new URL(import.meta.url).origin

/** A frame that has loaded but sends nothing for this long is blocked, or its scripts are. */
const SILENCE_MS = 4_000
/** After this long, a frame that has not loaded gets a link beside it; it may still load. */
const SLOW_MS = 10_000

/** What a command of the page says, without its envelope. */
type Command = ParentMessage extends infer M
  ? M extends ParentMessage
    ? Omit<M, keyof Envelope>
    : never
  : never
type Envelope = { source: string; version: number; nonce: string }

/** How the frame stands: `loading → ready | failed | timeout`; `ready` also follows a failure. */
export type FrameState = 'loading' | 'ready' | 'failed' | 'timeout'

/** An element that shows the tickets of an event in one frame of the ticket origin. */
export abstract class FramedTickets extends HTMLElement {
  static readonly observedAttributes = ['event', 'dir', 'theme', 'locale', 'promo-code', 'campaign']

  readonly #root = this.attachShadow({ mode: 'open' })
  /** Language, direction or theme of the page may have changed. */
  readonly #page = new MutationObserver(() => this.#followPage())
  readonly #place: ParentNode
  #frame: HTMLIFrameElement | undefined
  /** The way on where the frame does not work. */
  readonly #link = document.createElement('a')
  #timer: ReturnType<typeof setTimeout> | undefined
  #nonce = ''
  #address = ''
  /** Theme and language that the frame has; empty until one was ready. */
  #shown = ''
  /** Of each document in the frame come a load event and a `ready`, in either order. */
  #loads = 0

  /** @param place of the frame, and of the link in its place */
  protected constructor(sheet: CSSStyleSheet, place?: HTMLElement) {
    super()
    this.#place = place ?? this.#root
    this.#root.adoptedStyleSheets = [sheet]
    this.#root.append(document.createElement('slot'), ...(place ? [place] : []))
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer)
    this.#page.disconnect()
    removeEventListener('message', this)
    this.#frame?.remove()
    this.#link.remove()
    this.#frame = undefined
  }

  attributeChangedCallback(): void {
    this.#followPage()
  }

  protected attribute(name: string): string {
    return this.getAttribute(name) ?? ''
  }

  /** Shows the frame from its start. */
  protected show(): void {
    this.disconnectedCallback()
    addEventListener('message', this)
    this.#page.observe(document.documentElement, { attributes: true })
    this.#nonce = crypto.getRandomValues(new Uint32Array(4)).join('-')
    this.#loads = 0
    this.#address = this.#pageAddress()
    const frame = document.createElement('iframe')
    frame.title = this.#link.textContent = this.attribute('label') || 'Tickets'
    this.#link.target = '_top'
    this.#link.href = this.#address
    // A page whose policy is to send no referrer would hide from the frame which of its origins frames it.
    frame.referrerPolicy = 'origin'
    frame.onload = () => {
      if (++this.#loads > 0) this.#await(SILENCE_MS, 'failed')
    }
    const [theme, locale] = this.#look()
    frame.src = `${this.#address}&${new URLSearchParams({ nonce: this.#nonce, theme, locale })}`
    this.#frame = frame
    this.dataset['state'] = 'loading'
    this.#await(SLOW_MS, 'timeout')
    this.#place.append(frame)
  }

  #followPage(): void {
    if (!this.#frame) return
    if (this.#address !== this.#pageAddress()) return this.show()
    const [theme, locale] = this.#look()
    const shown = theme + locale
    if (this.dataset['state'] !== 'ready' || shown === this.#shown) return
    this.#shown = shown
    this.#send({ type: 'theme', theme })
    this.#send({ type: 'locale', locale })
  }

  /** Ignores everything but well-formed messages of the frame's own window and origin, with the nonce of this frame. */
  handleEvent({ origin, source, data }: MessageEvent): void {
    if (origin !== TICKET_ORIGIN || !this.#frame || source !== this.#frame.contentWindow) return
    if (data?.source === 'tuvens-ticketing' && data.version === EMBED_VERSION && data.nonce === this.#nonce)
      this.#handle(data)
  }

  #handle(message: FrameMessage): void {
    const { type } = message
    if (type === 'ready') this.#begin()
    if (type === 'resize' && this.#frame)
      this.#frame.height = `${Math.min(MAX_FRAME_HEIGHT, Math.ceil(message.height))}`
    if (type === 'checkout') this.#openCheckout(`${message.url}`)
    if (type === 'released' || type === 'order-complete')
      inStorage((storage) => storage.removeItem(this.#key()))
    if (type === 'order-complete') this.#emit(type, { order: message.order })
  }

  #begin(): void {
    clearTimeout(this.#timer)
    this.#link.remove()
    this.#loads--
    const isFirst = this.dataset['state'] !== 'ready'
    this.dataset['state'] = 'ready'
    this.#shown = ''
    this.#followPage()
    const url = inStorage((storage) => storage.getItem(this.#key()))
    if (url) this.#send({ type: 'held', url })
    this.#send({
      type: 'buyer',
      first_name: this.attribute('first-name'),
      last_name: this.attribute('last-name'),
      email: this.attribute('email'),
    })
    if (isFirst) this.#emit('ready')
  }

  /** The frame chooses the URL; only one on the ticket origin is opened. */
  #openCheckout(url: string): void {
    if (!url.startsWith(`${TICKET_ORIGIN}/`)) return
    inStorage((storage) => storage.setItem(this.#key(), url))
    if (!this.#emit('checkout', { url })) return
    const where = this.attribute('checkout')
    const opened =
      where === 'top' ? null : open(url, '_blank', where === 'window' ? 'popup,width=540,height=800' : '')
    if (opened) opened.opener = null
    else location.assign(url)
  }

  #await(ms: number, reason: 'failed' | 'timeout'): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.dataset['state'] = reason
      this.#place.append(this.#link)
      this.#emit('failed', { reason })
      // A frame was ready, so the ticket origin is away: it is tried again, not by all pages at once.
      if (this.#shown) this.#timer = setTimeout(() => this.show(), SLOW_MS * (1 + Math.random()))
    }, ms)
  }

  /** @returns whether the page lets it happen */
  #emit(name: string, detail?: object): boolean {
    return this.dispatchEvent(
      new CustomEvent(`tuvens:${name}`, { detail, bubbles: true, composed: true, cancelable: true }),
    )
  }

  #send(command: Command): void {
    const envelope = { source: 'tuvens-ticketing', version: EMBED_VERSION, nonce: this.#nonce }
    this.#frame?.contentWindow?.postMessage({ ...envelope, ...command }, TICKET_ORIGIN)
  }

  /** Of the checkout that was opened last for this event, until its order is completed or given back. */
  #key(): string {
    return `tuvens:${this.attribute('event')}`
  }

  /** The address of the same tickets without a frame. */
  #pageAddress(): string {
    const query = new URLSearchParams(this.attribute('campaign'))
    query.set('dir', getComputedStyle(this).direction)
    query.set('promo_code', this.attribute('promo-code'))
    return `${TICKET_ORIGIN}/embed/event/${encodeURIComponent(this.attribute('event'))}/tickets?${query}`
  }

  #look(): ['light' | 'dark' | 'auto', string] {
    const theme = this.attribute('theme') || getComputedStyle(this).colorScheme
    const locale = this.attribute('locale') || this.closest<HTMLElement>('[lang]')?.lang || navigator.language
    return [theme === 'light' || theme === 'dark' ? theme : 'auto', locale]
  }
}
