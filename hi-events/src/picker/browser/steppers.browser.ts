type Row = { input: HTMLInputElement; less: HTMLButtonElement; more: HTMLButtonElement; ticket: HTMLElement }

/** Brings the steppers to life and keeps the total. */
export function countAndAdd(form: HTMLFormElement): void {
  const rows = [...form.querySelectorAll<HTMLElement>('[data-stepper]')].flatMap(rowOf)
  const redraw = () => {
    for (const row of rows) bound(row, rows)
    addUp(form, rows)
  }
  for (const row of rows) {
    for (const [button, by] of [
      [row.less, -1],
      [row.more, 1],
    ] as const) {
      button.hidden = false
      button.addEventListener('click', () => {
        if (button.ariaDisabled === 'true') return
        row.input.value = String(next(row, by, rows))
        row.input.dispatchEvent(new Event('input', { bubbles: true }))
      })
    }
  }
  form.addEventListener('input', redraw)
  // The browser puts back what was typed before this page was left.
  addEventListener('pageshow', redraw)
  redraw()
}

function rowOf(stepper: HTMLElement): Row[] {
  const input = stepper.querySelector('input')
  const [less, more] = stepper.querySelectorAll('button')
  const ticket = stepper.closest<HTMLElement>('[data-max]')
  return input && less && more && ticket ? [{ input, less, more, ticket }] : []
}

const count = ({ input }: Row) => input.valueAsNumber || 0

/** Pieces of a ticket, over all its prices. */
function countOf({ ticket }: Row, rows: Row[]): number {
  return rows.filter((each) => each.ticket === ticket).reduce((sum, each) => sum + count(each), 0)
}

/** The first step goes to the least an order may hold, and back from there to none. */
function next(row: Row, by: 1 | -1, rows: Row[]): number {
  const [own, all, min] = [count(row), countOf(row, rows), Number(row.ticket.dataset['min'])]
  if (by === 1) return all < min ? own + min - all : own + 1
  return all - 1 < min ? 0 : Math.max(0, own - 1)
}

function bound(row: Row, rows: Row[]): void {
  const own = count(row)
  // Not `disabled`: a button that goes no further keeps the focus it has.
  row.less.ariaDisabled = String(own <= 0)
  row.more.ariaDisabled = String(countOf(row, rows) >= Number(row.ticket.dataset['max']))
  row.input.parentElement?.toggleAttribute('data-chosen', own > 0)
}

function addUp(form: HTMLFormElement, rows: Row[]): void {
  const line = form.querySelector<HTMLElement>('[data-total-line]')
  const place = form.querySelector('[data-total]')
  if (!line || !place) return
  const sum = rows.reduce((before, row) => before + count(row) * priceOf(row), 0)
  line.hidden = false
  const { currency = 'EUR' } = form.dataset
  const words = new Intl.NumberFormat(document.documentElement.lang, { style: 'currency', currency }).format(
    sum,
  )
  // Only what changed is read out.
  if (place.textContent !== words) place.textContent = words
}

function priceOf({ input }: Row): number {
  const amount = input.closest('.picker__choice')?.querySelector<HTMLInputElement>('[data-amount]')
  return Number(amount?.value ?? input.dataset['price']) || 0
}
