import type { FrameMessage, ParentMessage } from '@tuvens/contract/embed'

/** The picker's script: steppers, a running total, ordering in place, and the talk with the page around. All of it optional. */

const NONCE = new URLSearchParams(location.search).get('nonce') ?? ''
const origins = (document.body.dataset['embedOrigins'] ?? '').split(' ').filter(Boolean)
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
  const referrer = URL.canParse(document.referrer) ? new URL(document.referrer).origin : ''
  const ancestor = location.ancestorOrigins?.[0] ?? ''
  return [ancestor, referrer].find((each) => origins.includes(each)) ?? origins[0]
}

addEventListener('message', ({ origin, source, data }: MessageEvent<Partial<ParentMessage> | null>) => {
  if (!origins.includes(origin) || source !== window.parent || data?.source !== 'tuvens-ticketing') return
  if (data.version !== 1 || data.nonce !== NONCE) return
  if (data.type === 'theme') {
    if (data.theme === 'light' || data.theme === 'dark')
      document.documentElement.dataset['theme'] = data.theme
    else delete document.documentElement.dataset['theme']
  }
  if (data.type === 'locale' && typeof data.locale === 'string') {
    const url = new URL(location.href)
    if (url.searchParams.get('locale') === data.locale) return
    url.searchParams.set('locale', data.locale)
    location.replace(url)
  }
})

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
      if (!input) return
      input.value = String(
        Math.min(Number(input.max), Math.max(0, Number(input.value) + Number(button.dataset['step']))),
      )
      redraw()
    })
  }
  of.addEventListener('input', redraw)
  redraw()
}

function bounds(input: HTMLInputElement): void {
  const [less, more] = [input.previousElementSibling, input.nextElementSibling] as HTMLButtonElement[]
  if (less) less.disabled = Number(input.value) <= 0
  if (more) more.disabled = Number(input.value) >= Number(input.max)
}

function total(of: HTMLFormElement, quantities: HTMLInputElement[]): void {
  const line = of.querySelector<HTMLElement>('[data-total-line]')
  const place = of.querySelector('[data-total]')
  if (!line || !place) return
  let [sum, pieces] = [0, 0]
  for (const input of quantities) {
    const amount = input.closest('.picker__choice')?.querySelector<HTMLInputElement>('[data-amount]')
    const count = Number(input.value) || 0
    sum += count * Number(amount?.value ?? input.dataset['price'])
    pieces += count
  }
  line.hidden = pieces === 0
  const money = new Intl.NumberFormat(document.documentElement.lang, {
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
  form.addEventListener('submit', (event) => {
    const button = event.submitter
    if (button?.hasAttribute('formaction')) return
    event.preventDefault()
    void order(form, button)
  })
}

tell({ type: 'ready' })
new ResizeObserver(() => tell({ type: 'resize', height: document.documentElement.offsetHeight })).observe(
  document.documentElement,
)
