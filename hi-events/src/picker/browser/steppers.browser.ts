type Stepper = {
  input: HTMLInputElement
  less: HTMLButtonElement
  more: HTMLButtonElement
  ticket: HTMLElement
}

/** Shows the buttons of each quantity field and keeps the total up to date. */
export function enableSteppers(form: HTMLFormElement): void {
  const steppers = [...form.querySelectorAll<HTMLElement>('[data-stepper]')].flatMap(findParts)
  const update = () => {
    for (const stepper of steppers) updateButtons(stepper, steppers)
    updateTotal(form, steppers)
  }
  for (const stepper of steppers) {
    enableButton(stepper.less, () => setQuantity(stepper, quantityAfter(stepper, -1, steppers)))
    enableButton(stepper.more, () => setQuantity(stepper, quantityAfter(stepper, 1, steppers)))
  }
  form.addEventListener('input', update)
  // After going back to this page, the browser restores the fields.
  addEventListener('pageshow', update)
  update()
}

function findParts(element: HTMLElement): Stepper[] {
  const input = element.querySelector('input')
  const [less, more] = element.querySelectorAll('button')
  const ticket = element.closest<HTMLElement>('[data-max]')
  return input && less && more && ticket ? [{ input, less, more, ticket }] : []
}

function enableButton(button: HTMLButtonElement, press: () => void): void {
  button.hidden = false
  button.addEventListener('click', () => {
    if (button.ariaDisabled !== 'true') press()
  })
}

function setQuantity({ input }: Stepper, quantity: number): void {
  input.value = String(quantity)
  input.dispatchEvent(new Event('input', { bubbles: true }))
}

const quantityOf = ({ input }: Stepper) => input.valueAsNumber || 0

/** The quantity of a ticket over all its offers. */
function ticketQuantity({ ticket }: Stepper, steppers: Stepper[]): number {
  return steppers.filter((each) => each.ticket === ticket).reduce((sum, each) => sum + quantityOf(each), 0)
}

/** The first step goes to the minimum of an order; a step down from the minimum goes to zero. */
function quantityAfter(stepper: Stepper, step: 1 | -1, steppers: Stepper[]): number {
  const own = quantityOf(stepper)
  const all = ticketQuantity(stepper, steppers)
  const min = Number(stepper.ticket.dataset['min'])
  if (step === 1) return all < min ? own + min - all : own + 1
  return all - 1 < min ? 0 : Math.max(0, own - 1)
}

function updateButtons(stepper: Stepper, steppers: Stepper[]): void {
  const own = quantityOf(stepper)
  // Not `disabled`: that would take the focus from the button that was just pressed.
  stepper.less.ariaDisabled = String(own <= 0)
  stepper.more.ariaDisabled = String(
    ticketQuantity(stepper, steppers) >= Number(stepper.ticket.dataset['max']),
  )
  stepper.input.parentElement?.toggleAttribute('data-chosen', own > 0)
}

function updateTotal(form: HTMLFormElement, steppers: Stepper[]): void {
  const line = form.querySelector<HTMLElement>('[data-total-line]')
  const total = form.querySelector('[data-total]')
  if (!line || !total) return
  line.hidden = !steppers.some(quantityOf)
  let sum = 0
  for (const each of steppers) sum += quantityOf(each) * priceOf(each)
  const currency = form.dataset['currency'] ?? ''
  const format = new Intl.NumberFormat(document.body.dataset.locale, { style: 'currency', currency })
  // Screen readers announce each assignment, also of the same text.
  const words = sum ? format.format(sum) : 'Free'
  if (total.textContent !== words) total.textContent = words
}

function priceOf({ input }: Stepper): number {
  const amount = input.closest('.picker__quantity')?.querySelector<HTMLInputElement>('[data-amount]')
  return Number(amount?.value ?? input.dataset['price']) || 0
}
