import { type FrameMessage, readParentMessage } from '@tuvens/contract/embed'

const NONCE = new URLSearchParams(location.search).get('nonce') ?? ''
const origins = (document.body.dataset['embedOrigins'] ?? '').split(' ').filter(Boolean)
const root = document.documentElement
const form = document.querySelector<HTMLFormElement>('[data-picker]')
/** Whether this stands in somebody's page. */
export const isFramed = window.parent !== window
/** Where the page around is from; not every browser says so at once. */
let parentOrigin = findParentOrigin()

function findParentOrigin(): string | undefined {
  const around = [location.ancestorOrigins?.[0], document.referrer.split('/', 3).join('/')]
  return origins.find((each) => around.includes(each)) ?? (origins.length === 1 ? origins[0] : undefined)
}

type Content = FrameMessage extends infer M
  ? M extends FrameMessage
    ? Omit<M, 'source' | 'version' | 'nonce'>
    : never
  : never

/** Says something to the page around, if it is one of those that may frame this. */
export function tell(content: Content): void {
  if (!isFramed || NONCE.length < 8) return
  const message = { source: 'tuvens-ticketing', version: 1, nonce: NONCE, ...content }
  // Not known yet: said to each that may be meant. The browser hands it to the one that is there, or to nobody.
  for (const origin of parentOrigin === undefined ? origins : [parentOrigin])
    window.parent.postMessage(message, origin)
}

/** Does what the page around asks for. */
export function listen(): void {
  keepNonce()
  addEventListener('message', (event) => {
    const { origin } = event
    if (!origins.includes(origin)) return
    const message = readParentMessage(event, { origin, source: window.parent, nonce: NONCE })
    if (message === null) return
    parentOrigin = origin
    switch (message.type) {
      case 'theme':
        return dress(message.theme)
      case 'locale':
        return speak(message.locale)
      case 'refresh':
        return refresh()
    }
  })
}

function dress(theme: 'light' | 'dark' | 'auto'): void {
  if (theme === 'auto') delete root.dataset['theme']
  else root.dataset['theme'] = theme
}

/** Loads the picker in another language, with what was chosen so far. */
function speak(locale: string): void {
  if (new URLSearchParams(location.search).get('locale') !== locale) load({ locale })
}

/** Sales stand otherwise now. Whoever is ordering, filling in their name or reading an answer is not disturbed. */
function refresh(): void {
  const isBusy = document.querySelector('[aria-busy="true"], [data-refusal]:not([hidden])') !== null
  const typed = [...document.querySelectorAll<HTMLInputElement>('input[type="text"], input[type="email"]')]
  if (!isBusy && !typed.some((each) => each.value !== each.defaultValue)) load({})
}

function load(more: Record<string, string>): void {
  const url = new URL(location.href)
  for (const [name, value] of form ? new FormData(form) : [])
    if (typeof value === 'string') url.searchParams.set(name, value)
  for (const [name, value] of Object.entries(more)) url.searchParams.set(name, value)
  location.replace(url)
}

/** Applying a code loads the frame anew: it has to keep talking. */
function keepNonce(): void {
  if (NONCE === '' || form === null) return
  const field = document.createElement('input')
  Object.assign(field, { type: 'hidden', name: 'nonce', value: NONCE })
  form.append(field)
}

/** Says that the picker is there, and how high it is from now on. */
export function talk(): void {
  // The page around gives the ground; on its own, the picker keeps the paper of the shared sheet.
  if (isFramed) root.style.background = 'transparent'
  const tellHeight = () => tell({ type: 'resize', height: root.offsetHeight })
  tell({ type: 'ready' })
  // A frame out of view is not drawn, so no observer speaks there: the page learns the first height at once.
  tellHeight()
  new ResizeObserver(tellHeight).observe(root)
}
