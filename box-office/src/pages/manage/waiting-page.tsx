import type { FastifyInstance } from 'fastify'
import type { JSX } from 'preact'
import type { PageContext as Context } from '../kit/context.ts'
import { readProducts } from '../../catalogue/read.ts'
import { listWaitlist } from '../../public/waitlist.ts'
import { shortDateTime } from '../../rest/words.ts'
import { Icon } from '../kit/icon.tsx'
import { sendPage } from '../kit/send.ts'
import { EventLayout, managePath } from './chrome.tsx'
import { Back } from './collection-page.tsx'
import { loadManagedEvent, type ManagedEvent } from './load.ts'
import { fullName } from './order-words.tsx'

export function addWaitingListRoutes(app: FastifyInstance, context: Context): void {
  app.get('/manage/event/:id/waiting-list', async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const entries = await listWaitlist(context, managed.who, managed.event.id)
    const products = await readProducts(context.db, [managed.event.id])
    const titles = new Map(
      products.flatMap(({ title, prices }) => prices.map(({ id }) => [id, title] as const)),
    )
    return sendPage(reply, <WaitingListPage managed={managed} entries={entries} titles={titles} />)
  })
}

type Props = {
  managed: ManagedEvent
  entries: Awaited<ReturnType<typeof listWaitlist>>
  titles: ReadonlyMap<number, string>
}

function WaitingListPage({ managed, entries, titles }: Props): JSX.Element {
  const { event } = managed
  return (
    <EventLayout managed={managed} tab="tickets" title="Waiting list" width="narrow">
      <Back to={managePath(event.id, '/tickets')}>Tickets</Back>
      <h1>Waiting list</h1>
      {entries.length === 0 && (
        <div class="empty">
          <Icon name="people" />
          <h2>Nobody is waiting</h2>
          <p class="muted">When a ticket with a waiting list sells out, people can leave their address.</p>
        </div>
      )}
      <ol class="lines">
        {entries.map((each) => (
          <li key={each.id} class="card line">
            <div class="line__main">
              <h2 class="line__title">{fullName(each)}</h2>
              <p class="small">
                <a href={`mailto:${each.email}`}>{each.email}</a>
              </p>
            </div>
            <div class="line__end">
              <span>{titles.get(each.product_price_id) ?? 'Ticket'}</span>
              <span class="muted small num">{shortDateTime(each.created_at, event.timezone)}</span>
            </div>
          </li>
        ))}
      </ol>
    </EventLayout>
  )
}
