import { isolated } from '@tuvens/platform/text/isolated'
import type { JSX } from 'preact'
import type { DueOrder } from '../../../orders/paid-back/store.ts'
import type { OrderRow } from '../../../orders/store.ts'
import { money, plural } from '../../../rest/words.ts'
import { fullName } from '../frame/full-name.ts'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { QuestionPage, YesButton } from '../frame/question-page.tsx'

type Props = {
  managed: ManagedEvent
  path: string
  question: string
  amount: string
  whom: string
  back: string
}

/** Asks for confirmation before one order is marked as paid back. */
export function PaidBackPage({ managed, order }: { managed: ManagedEvent; order: OrderRow }): JSX.Element {
  const back = managePath(managed.event.id, `/orders/${order.id}`)
  return (
    <Question
      managed={managed}
      path={`${back}/paid-back`}
      question={`Have you paid back ${isolated(fullName(order))}?`}
      amount={money(order.total_gross, order.currency)}
      whom={order.email ?? 'The buyer'}
      back={back}
    />
  )
}

/** The same for all orders of an event. */
export function AllPaidBackPage({
  managed,
  due,
}: {
  managed: ManagedEvent
  due: readonly DueOrder[]
}): JSX.Element {
  const back = managePath(managed.event.id, '/orders')
  return (
    <Question
      managed={managed}
      path={`${back}/paid-back`}
      question={`Have you paid back ${due.length === 1 ? 'this order' : `all ${due.length} orders`}?`}
      amount={totalOf(due)}
      whom={due.length === 1 ? 'The buyer' : 'Each buyer'}
      back={back}
    />
  )
}

function Question({ managed, path, question, amount, whom, back }: Props): JSX.Element {
  return (
    <QuestionPage
      managed={managed}
      tab="orders"
      title="Mark as paid back"
      question={question}
      act={
        <YesButton action={path} look="primary">
          Mark as paid back
        </YesButton>
      }
      back={back}
      no="Not yet"
    >
      <ul class="prose">
        <li>
          <strong class="num">{amount}</strong> in all. Pay it back first: this page moves no money.
        </li>
        <li>{whom} gets an e-mail that says so, and the pages of the tickets say it, too.</li>
        <li>It cannot be undone here.</li>
      </ul>
    </QuestionPage>
  )
}

/** What is still to be paid back, and the way to say that it was. */
export function DueNotice({
  eventId,
  due,
}: {
  eventId: number
  due: readonly DueOrder[]
}): JSX.Element | null {
  if (due.length === 0) return null
  return (
    <div class="notice notice--warn">
      <div class="stack stack--tight">
        <p>
          <strong>
            {plural(due.length, 'order')} to be paid back: <span class="num">{totalOf(due)}</span>.
          </strong>{' '}
          Pay the money back the way you received it, then mark each order, or all at once.
        </p>
        <p>
          <a class="button button--small" href={managePath(eventId, '/orders/paid-back')}>
            Mark all as paid back…
          </a>
        </p>
      </div>
    </div>
  )
}

/** An event may have sold in another currency before it was changed. */
function totalOf(due: readonly DueOrder[]): string {
  const totals = new Map<string, number>()
  for (const { currency, total } of due) totals.set(currency, (totals.get(currency) ?? 0) + total)
  return [...totals].map(([currency, total]) => money(total, currency)).join(' and ')
}
