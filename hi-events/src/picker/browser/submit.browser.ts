import { rememberCheckout, show as showHeldOrder } from './come-back.browser.ts'
import { hooks } from './hooks.browser.ts'
import { isFramed, sendToParent } from './parent-page.browser.ts'
import { reportCompletedOrder } from './watch-order.browser.ts'

/** The response to a form submitted by script: an order's checkout, a confirmation, or an error envelope. */
type FormResponse = {
  code?: string
  checkout_url?: string
  message?: string
  origin?: { details?: { field: string; message: string }[] }
}

const OFFLINE = 'There is no connection to the ticket system. Check yours and try again.'
/** Time for the parent page to open the checkout, then for the top window to leave, before a link is shown. */
const [NAVIGATE_MS, SHOW_LINK_MS] = [800, 2_500]

/** Submits the order without leaving the page; a refusal is shown above the tickets. */
export function submitOrderInPlace(form: HTMLFormElement): void {
  form.addEventListener('input', () => hideRefusal(form))
  onSubmit(form, async (button) => {
    const { isOk, body } = await send(form)
    if (isOk && body.checkout_url !== undefined) return openCheckout(form, body.checkout_url, button)
    showRefusal(form, body)
    clearBusy(button)
  })
}

/** Submits waiting list forms without leaving the page; the result is shown where the form is. */
export function submitWaitingListsInPlace(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('[data-waiting]')) {
    const view = document.querySelector<HTMLElement>(`[data-waiting-for="${form.id}"]`)
    if (!view) continue
    onSubmit(form, async (button) => {
      const { isOk, body } = await send(form)
      if (isOk) showJoined(view, body)
      else showRefusal(view, body)
      clearBusy(button)
    })
  }
}

/** Submits one request at a time: a second order during the first would hold the tickets twice. */
function onSubmit(form: HTMLFormElement, submit: (button: HTMLElement | null) => Promise<void>): void {
  form.addEventListener('submit', (event) => {
    // Applying a promo code loads a page.
    if (event.submitter?.hasAttribute('formaction')) return
    event.preventDefault()
    if (form.dataset['busy'] !== undefined) return
    form.dataset['busy'] = ''
    const button = findSubmitButton(form)
    button?.setAttribute('aria-busy', 'true')
    void submit(button).finally(() => delete form.dataset['busy'])
  })
}

/** The visible submit button; the first one is hidden and only receives Enter. */
function findSubmitButton(form: HTMLFormElement): HTMLElement | null {
  const button = [...form.elements].findLast((each) => each.matches('.button[type=submit]'))
  return button instanceof HTMLElement ? button : null
}

function clearBusy(button: HTMLElement | null): void {
  button?.removeAttribute('aria-busy')
}

async function send(form: HTMLFormElement): Promise<{ isOk: boolean; body: FormResponse }> {
  try {
    const fields = new URLSearchParams(
      [...new FormData(form)].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    )
    const headers = { accept: 'application/json' }
    const response = await fetch(form.action, { method: 'POST', headers, body: fields })
    return { isOk: response.ok, body: await response.json() }
  } catch {
    return { isOk: false, body: { message: OFFLINE } }
  }
}

function showRefusal(view: HTMLElement, { message = OFFLINE, code = '', origin }: FormResponse): void {
  for (const problem of view.querySelectorAll<HTMLElement>('[data-problem]')) {
    const found = origin?.details?.find(({ field }) => field === problem.dataset['problem'])
    problem.textContent = found?.message ?? ''
    problem.hidden = found === undefined
    problem.parentElement?.querySelector('input')?.setAttribute('aria-invalid', String(found !== undefined))
  }
  const wayOn = view.querySelector<HTMLElement>('[data-way-on]')
  if (wayOn) wayOn.hidden = !code.startsWith('UPSTREAM_')
  showMessage(view, 'refusal', message)
}

/** A refusal no longer applies once the visitor changes the selection. */
function hideRefusal(form: HTMLFormElement): void {
  const box = form.querySelector<HTMLElement>('[data-refusal]')
  if (box) box.hidden = true
}

function showJoined(view: HTMLElement, { message = '' }: FormResponse): void {
  showMessage(view, 'joined', message)
  const details = view.querySelector('details')
  if (details) details.hidden = true
}

/** Shows a hidden box with a message and moves the focus to it, so that it is read. */
function showMessage(view: HTMLElement, name: 'refusal' | 'joined', message: string): void {
  const box = view.querySelector<HTMLElement>(`[data-${name}]`)
  const text = box?.querySelector(`[data-${name}-message]`)
  if (!box || !text) return
  text.textContent = message
  box.hidden = false
  box.focus()
}

/** Asks the parent page to open the checkout; when it does not, navigates the top window; when that fails, shows a link. */
async function openCheckout(form: HTMLFormElement, url: string, button: HTMLElement | null): Promise<void> {
  rememberCheckout(url)
  sendToParent({ type: 'checkout', url })
  if (!isFramed) return location.assign(url)
  if (hooks.settle) {
    // The page around this one opens the checkout where its own page says; here stays the way to it.
    clearBusy(button)
    return showHeldOrder(url)
  }
  void reportCompletedOrder(url)
  await wait(NAVIGATE_MS)
  window.open(url, '_top')
  await wait(SHOW_LINK_MS)
  clearBusy(button)
  const notice = form.querySelector<HTMLElement>('[data-checkout-link]')
  const link = notice?.querySelector('a')
  if (!notice || !link) return
  link.href = url
  notice.hidden = false
  notice.focus()
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
