import { sayWhenPlaced } from './watch-order.browser.ts'
import { isFramed, tell } from './parent-page.browser.ts'

/** What our server answers a script. */
type Answer = {
  checkout_url?: string
  message?: string
  origin?: { details?: { field: string; message: string }[] }
}

const OFFLINE = 'There is no connection to the ticket system. Check yours and try again.'
/** How long the page around has to take the visitor on before the window goes by itself, and before a link is shown. */
const [GO_MS, LINK_MS] = [800, 2_500]

/** Orders without leaving; a refusal is said above the tickets. */
export function orderInPlace(form: HTMLFormElement): void {
  form.addEventListener('input', () => forget(form))
  onSubmit(form, async (button) => {
    const { isTaken, answer } = await send(form)
    if (isTaken && answer.checkout_url !== undefined) return leave(form, answer.checkout_url, button)
    refuse(form, answer)
    done(button)
  })
}

/** Puts people on waiting lists without leaving; either answer takes the place of the form or stands above it. */
export function waitInPlace(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('[data-waiting]')) {
    const place = document.querySelector<HTMLElement>(`[data-waiting-for="${form.id}"]`)
    if (!place) continue
    onSubmit(form, async (button) => {
      const { isTaken, answer } = await send(form)
      if (isTaken) join(place, answer)
      else refuse(place, answer)
      done(button)
    })
  }
}

/** One at a time: a second click while the first is under way would hold tickets twice. */
function onSubmit(form: HTMLFormElement, work: (button: HTMLElement | null) => Promise<void>): void {
  form.addEventListener('submit', (event) => {
    const button = event.submitter
    // Applying a code is a page of its own.
    if (button?.hasAttribute('formaction')) return
    event.preventDefault()
    if (form.dataset['busy'] !== undefined) return
    form.dataset['busy'] = ''
    const shown = [...form.elements].findLast((each) => each.matches('.button[type=submit]')) as HTMLElement
    shown?.setAttribute('aria-busy', 'true')
    void work(shown ?? button).finally(() => delete form.dataset['busy'])
  })
}

function done(button: HTMLElement | null): void {
  button?.removeAttribute('aria-busy')
}

async function send(form: HTMLFormElement): Promise<{ isTaken: boolean; answer: Answer }> {
  try {
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value)
    const response = await fetch(form.action, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body,
    })
    return { isTaken: response.ok, answer: (await response.json()) as Answer }
  } catch {
    return { isTaken: false, answer: { message: OFFLINE } }
  }
}

function refuse(place: HTMLElement, { message = OFFLINE, origin }: Answer): void {
  const box = place.querySelector<HTMLElement>('[data-refusal]')
  const words = box?.querySelector('[data-refusal-words]')
  for (const problem of place.querySelectorAll<HTMLElement>('[data-problem]')) {
    const found = origin?.details?.find(({ field }) => field === problem.dataset['problem'])
    problem.textContent = found?.message ?? ''
    problem.hidden = found === undefined
    problem.parentElement?.querySelector('input')?.setAttribute('aria-invalid', String(found !== undefined))
  }
  if (!box || !words) return
  words.textContent = message
  box.hidden = false
  box.focus()
}

/** What was refused is being chosen otherwise: the words no longer fit. */
function forget(form: HTMLFormElement): void {
  const box = form.querySelector<HTMLElement>('[data-refusal]')
  if (box) box.hidden = true
}

function join(place: HTMLElement, { message = '' }: Answer): void {
  const [box, details] = [place.querySelector<HTMLElement>('[data-joined]'), place.querySelector('details')]
  const words = box?.querySelector('[data-joined-words]')
  if (!box || !words || !details) return
  words.textContent = message
  details.hidden = true
  box.hidden = false
  box.focus()
}

/** The page around takes the visitor to the checkout; when it does not, the window goes by itself, and else by a link. */
async function leave(form: HTMLFormElement, url: string, button: HTMLElement | null): Promise<void> {
  tell({ type: 'checkout', url })
  if (!isFramed) return location.assign(url)
  void sayWhenPlaced(url)
  await wait(GO_MS)
  window.open(url, '_top')
  await wait(LINK_MS)
  const onward = form.querySelector<HTMLElement>('[data-onward]')
  const link = onward?.querySelector('a')
  done(button)
  if (!onward || !link) return
  link.href = url
  onward.hidden = false
  onward.focus()
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
