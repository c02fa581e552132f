import type { JSX } from 'preact'
import { fullName } from '../frame/full-name.ts'
import { managePath } from '../frame/manage-path.ts'
import { QuestionPage, YesButton } from '../frame/question-page.tsx'
import type { OrderPageProps } from './order-page.tsx'

export function CancelOrderPage({
  managed,
  full: { order, attendees },
}: Pick<OrderPageProps, 'managed' | 'full'>): JSX.Element {
  const path = managePath(managed.event.id, `/orders/${order.id}`)
  const question = (
    <>
      Cancel the order of <bdi>{fullName(order)}</bdi>?
    </>
  )
  return (
    <QuestionPage
      managed={managed}
      tab="orders"
      title="Cancel order"
      question={question}
      act={<YesButton action={`${path}/cancel`}>Cancel the order</YesButton>}
      back={path}
    >
      <ul class="prose">
        <li>
          {attendees.length === 1 ? 'Its ticket stops' : `Its ${attendees.length} tickets stop`} being valid.
        </li>
        <li>The places go back on sale.</li>
        <li>{order.email} gets an e-mail about it.</li>
        {order.total_gross > 0 && order.status === 'COMPLETED' && (
          <li>Paying back the money is up to you.</li>
        )}
      </ul>
    </QuestionPage>
  )
}
