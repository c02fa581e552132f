import { type FrameMessage, readParentMessage } from '@tuvens/contract/embed'

/** The picker's script: steppers, a running total, ordering in place, and the talk with the page around. All of it optional. */

const NONCE = new URLSearchParams(location.search).get('nonce') ?? ''
const origins = (document.body.dataset['embedOrigins'] ?? '').split(' ').filter(Boolean)
const root = document.documentElement
const isFramed = window.parent !== window
const parentOrigin = findParentOrigin()
const form = document.querySelector<HTMLFormElement>('[data-picker]')

type Content = FrameMessage extends infer M
  ? M extends FrameMessage
    ? Omit<M, 'source' | 'version' | 'nonce'>
    : never
  : never

function tell(content: Content): void {
  if (!isFramed || parentOrigin === undefined || NONCE.length < 8) return
  window.parent.postMessage(
    { source: 'tuvens-ticketing', version: 1, nonce: NONCE, ...content },
    parentOrigin,
  )
}

function findParentOrigin(): string | undefined {
  const around = [location.ancestorOrigins?.[0], document.referrer.split('/', 3).join('/')]
  return origins.find((each) => around.includes(each)) ?? origins[0]
}

addEventListener('message', (event) => {
  const { origin } = event
  if (!origins.includes(origin)) return
  const message = readParentMessage(event, { origin, source: window.parent, nonce: NONCE })
  if (message?.type === 'theme') dress(message.theme)
  if (message?.type === 'locale') speak(message.locale)
})

function dress(theme: 'light' | 'dark' | 'auto'): void {
  if (theme === 'auto') delete root.dataset['theme']
  else root.dataset['theme'] = theme
}

function speak(locale: string): void {
  const url = new URL(location.href)
  if (url.searchParams.get('locale') === locale) return
  url.searchParams.set('locale', locale)
  location.replace(url)
}

function steps(of: HTMLFormElement): void {
  const quantities = [...of.querySelectorAll<HTMLInputElement>('[data-price]')]
  const redraw = () => {
    for (const input of quantities) bounds(input)
    total(of, quantities)
  }
  for (const button of of.querySelectorAll<HTMLButtonElement>('[data-step]')) {
    button.hidden = false
    button.addEventListener('click', () => {
      const input = button.parentElement?.querySelector('input')
      input?.stepUp(Number(button.dataset['step']))
      redraw()
    })
  }
  of.addEventListener('input', redraw)
  redraw()
}

function bounds(input: HTMLInputElement): void {
  const [less, more] = [input.previousElementSibling, input.nextElementSibling] as HTMLButtonElement[]
  if (less) less.disabled = !(input.valueAsNumber > 0)
  if (more) more.disabled = input.valueAsNumber >= Number(input.max)
}

function total(of: HTMLFormElement, quantities: HTMLInputElement[]): void {
  const line = of.querySelector<HTMLElement>('[data-total-line]')
  const place = of.querySelector('[data-total]')
  if (!line || !place) return
  let [sum, pieces] = [0, 0]
  for (const input of quantities) {
    const amount = input.closest('.picker__choice')?.querySelector<HTMLInputElement>('[data-amount]')
    const count = input.valueAsNumber || 0
    sum += count * Number(amount?.value ?? input.dataset['price'])
    pieces += count
  }
  line.hidden = pieces === 0
  const money = new Intl.NumberFormat(root.lang, {
    style: 'currency',
    currency: of.dataset['currency'] ?? 'EUR',
  })
  place.textContent = money.format(sum)
}

function refuse(of: HTMLFormElement, words: string): void {
  const box = of.querySelector<HTMLElement>('[data-refusal]')
  const place = of.querySelector('[data-refusal-words]')
  if (!box || !place) return
  place.textContent = words
  box.hidden = false
  box.focus()
}

async function order(of: HTMLFormElement, button: HTMLElement | null): Promise<void> {
  button?.setAttribute('aria-busy', 'true')
  try {
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(of)) if (typeof value === 'string') body.append(name, value)
    const response = await fetch(of.action, { method: 'POST', headers: { accept: 'application/json' }, body })
    const answer = await response.json()
    if (response.ok) leave(answer.checkout_url)
    else refuse(of, answer.message)
  } catch {
    refuse(of, 'There is no connection to the ticket system. Check yours and try again.')
  } finally {
    button?.removeAttribute('aria-busy')
  }
}

/** The page around takes the visitor to the checkout; when it does not, the window goes by itself. */
function leave(url: string): void {
  tell({ type: 'checkout', url })
  if (!isFramed) location.assign(url)
  else setTimeout(() => window.open(url, '_top'), 800)
}

if (form) {
  steps(form)
  keepNonce(form)
  form.addEventListener('submit', (event) => {
    const button = event.submitter
    if (button?.hasAttribute('formaction')) return
    event.preventDefault()
    void order(form, button)
  })
}

/** Applying a code loads the frame anew: it has to keep talking. */
function keepNonce(of: HTMLFormElement): void {
  if (NONCE === '') return
  const field = document.createElement('input')
  Object.assign(field, { type: 'hidden', name: 'nonce', value: NONCE })
  of.append(field)
}

// The page around gives the ground; on its own, the picker keeps the paper of the shared sheet.
if (isFramed) root.style.background = 'transparent'

const tellHeight = () => tell({ type: 'resize', height: root.offsetHeight })
tell({ type: 'ready' })
// A frame out of view is not drawn, so no observer speaks there: the page learns the first height at once.
tellHeight()
new ResizeObserver(tellHeight).observe(root)
