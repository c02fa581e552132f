import { type FrameMessage, readParentMessage } from '@tuvens/contract/embed'
import { hooks } from './hooks.browser.ts'

const NONCE = new URLSearchParams(location.search).get('nonce') ?? ''
/** Origins that may frame the picker: no others are sent messages or listened to. */
const origins = (document.body.dataset['embedOrigins'] ?? '').split(' ').filter(Boolean)
const root = document.documentElement
const form = document.querySelector<HTMLFormElement>('[data-picker]')
export const isFramed = window.parent !== window
/** Undefined until a message arrives, in browsers that expose neither ancestor origins nor a referrer. */
let parentOrigin = findParentOrigin()

function findParentOrigin(): string | undefined {
  const candidates = [location.ancestorOrigins?.[0], document.referrer.split('/', 3).join('/')]
  return origins.find((each) => candidates.includes(each)) ?? (origins.length === 1 ? origins[0] : undefined)
}

type Content = FrameMessage extends infer M
  ? M extends FrameMessage
    ? Omit<M, 'source' | 'version' | 'nonce'>
    : never
  : never

/** Sends a message to the parent page, if its origin may frame the picker. */
export function sendToParent(content: Content): void {
  if (!isFramed || NONCE.length < 8) return
  const message = { source: 'tuvens-ticketing', version: 1, nonce: NONCE, ...content }
  // While the origin is unknown, each allowed one is addressed; the browser delivers only to the parent's.
  for (const origin of parentOrigin === undefined ? origins : [parentOrigin])
    window.parent.postMessage(message, origin)
}

/** Applies theme, locale and refresh messages of the parent page. */
export function receiveMessages(): void {
  keepNonce()
  addEventListener('message', (event) => {
    const { origin } = event
    if (!origins.includes(origin)) return
    const message = readParentMessage(event, { origin, source: window.parent, nonce: NONCE })
    if (message === null) return
    parentOrigin = origin
    switch (message.type) {
      case 'theme':
        return applyTheme(message.theme)
      case 'locale':
        return applyLocale(message.locale)
      case 'refresh':
        refresh()
        return
      case 'held':
        return hooks.held?.(message.url)
      case 'buyer':
        return hooks.buyer?.(message)
    }
  })
}

function applyTheme(theme: 'light' | 'dark' | 'auto'): void {
  if (theme === 'auto') delete root.dataset['theme']
  else root.dataset['theme'] = theme
}

function applyLocale(locale: string): void {
  if (new URLSearchParams(location.search).get('locale') !== locale) reload({ locale })
}

/**
 * Loads the current shop, unless that would interrupt an order, a form being filled in, or a message being read.
 *
 * @param changes of the address
 * @returns whether it is loaded
 */
export function refresh(changes: Record<string, string> = {}): boolean {
  const isBusy = document.querySelector('[aria-busy="true"], [data-refusal]:not([hidden])') !== null
  const texts = [...document.querySelectorAll<HTMLInputElement>('input[type="text"], input[type="email"]')]
  if (isBusy || texts.some((each) => each.value !== each.defaultValue)) return false
  reload(changes)
  return true
}

/** Loads the picker again with what was chosen so far. */
function reload(changes: Record<string, string>): void {
  const url = new URL(location.href)
  for (const [name, value] of form ? new FormData(form) : [])
    if (typeof value === 'string') url.searchParams.set(name, value)
  for (const [name, value] of Object.entries(changes)) url.searchParams.set(name, value)
  location.replace(url)
}

/** Applying a promo code loads the frame again: the form carries the nonce, so that messages still match. */
function keepNonce(): void {
  if (NONCE === '' || form === null) return
  const field = document.createElement('input')
  Object.assign(field, { type: 'hidden', name: 'nonce', value: NONCE })
  form.append(field)
}

/** Tells the parent page that the picker is ready, and its height now and after each change. */
export function sendReadyAndSize(): void {
  // In a frame, the parent page gives the background.
  if (isFramed) root.style.background = 'transparent'
  const sendHeight = () => sendToParent({ type: 'resize', height: root.offsetHeight })
  sendToParent({ type: 'ready' })
  // Browsers do not run observers in a frame out of view: the first height is sent at once.
  sendHeight()
  new ResizeObserver(sendHeight).observe(root)
}
