import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { JSX } from 'preact'
import type { PageContext as Context } from '../kit/context.ts'
import type { EventRow } from '../../events/store.ts'
import type { Product } from '../../catalogue/read.ts'
import { readPublicEvent } from '../../public/event.ts'
import { joinWaitlist } from '../../public/waitlist.ts'
import { missing, Refusal } from '../../refusal.ts'
import { idOf } from '../../rest/api.ts'
import { ErrorSummary, Field } from '../kit/fields.tsx'
import { FormReader, formOf, type FormState } from '../kit/form.ts'
import { Icon } from '../kit/icon.tsx'
import { Layout } from '../kit/layout.tsx'
import { paramOf, queryOf } from '../kit/request.ts'
import { sendPage } from '../kit/send.ts'

export function addWaitlistRoutes(app: FastifyInstance, context: Context): void {
  app.get('/event/:id/waitlist', async (request, reply) => {
    const target = await readTarget(context, request, queryOf(request, 'price'))
    return sendPage(reply, <WaitlistPage {...target} form={formOf()} />)
  })
  app.post('/event/:id/waitlist', async (request, reply) => join(context, request, reply))
}

type WaitlistTarget = { event: EventRow; product: Product; priceId: number }

async function join(context: Context, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const form = new FormReader(request.body)
  const target = await readTarget(context, request, form.values['price'])
  const person = {
    first_name: form.text('first_name', { max: 40, required: 'Write your first name' }),
    last_name: form.text('last_name', { max: 40 }),
    email: form.email('email', 'Write your e-mail address'),
  }
  const place = form.ok ? await tryJoin(context, { target, person, form }) : null
  if (place === null) return sendPage(reply, <WaitlistPage {...target} form={form.state} />, 422)
  return sendPage(reply, <WaitingPage {...target} place={place} email={person.email} />)
}

async function tryJoin(
  context: Context,
  { target, person, form }: { target: WaitlistTarget; person: object; form: FormReader },
): Promise<number | null> {
  try {
    const input = { ...person, product_price_id: target.priceId }
    return (await joinWaitlist(context, { eventId: target.event.id, input })).position
  } catch (error) {
    if (!(error instanceof Refusal) || error.status >= 500) throw error
    const known = error.status === 409 ? ALREADY : 'It is available again: go back and choose it'
    form.refuse(error.status === 409 ? 'email' : '', known)
    return null
  }
}

const ALREADY = 'This address is on the list already'

/** @throws Refusal 404 when there is no such price with a waiting list */
async function readTarget(context: Context, request: FastifyRequest, price = ''): Promise<WaitlistTarget> {
  const found = await readPublicEvent(context, { id: idOf(paramOf(request, 'id'), 'Event') })
  const priceId = idOf(price, 'ProductPrice')
  const product = found?.categories
    .flatMap((each) => each.products)
    .find((each) => each.waitlist_enabled === true && each.prices.some(({ id }) => id === priceId))
  if (found === null || product === undefined) throw missing('ProductPrice', priceId)
  return { event: found.event, product, priceId }
}

function WaitlistPage({ event, product, priceId, form }: WaitlistTarget & { form: FormState }): JSX.Element {
  return (
    <Layout
      title={`Waiting list · ${event.title}`}
      kind="public"
      width="form"
      refused={form.problems.length > 0}
    >
      <ErrorSummary form={form} />
      <div class="panel stack">
        <div class="stack stack--tight">
          <p class="eyebrow">{event.title}</p>
          <h1>Waiting list</h1>
          <p class="muted">
            {product.title} is sold out. Leave your address, and the organiser can reach you when a place gets
            free.
          </p>
        </div>
        <form method="post" action={`/event/${event.id}/waitlist`} class="stack" novalidate>
          <input type="hidden" name="price" value={priceId} />
          <div class="fields">
            <Field form={form} name="first_name" label="First name" input={{ autocomplete: 'given-name' }} />
            <Field
              form={form}
              name="last_name"
              label="Last name"
              optional
              input={{ autocomplete: 'family-name' }}
            />
          </div>
          <Field form={form} name="email" label="E-mail" type="email" input={{ autocomplete: 'email' }} />
          <div class="row">
            <button class="button button--primary" type="submit">
              Join the list
            </button>
            <a class="button button--quiet" href={`/event/${event.id}`}>
              Back
            </a>
          </div>
        </form>
      </div>
    </Layout>
  )
}

function WaitingPage({
  event,
  product,
  place,
  email,
}: WaitlistTarget & { place: number; email: string }): JSX.Element {
  return (
    <Layout title={`On the waiting list · ${event.title}`} kind="public" width="form">
      <div class="empty">
        <Icon name="check" size={40} />
        <h1>You are on the list</h1>
        <p class="muted">
          Number <strong class="num">{place}</strong> for {product.title}. If a place gets free, the organiser
          writes to {email}.
        </p>
        <a class="button" href={`/event/${event.id}`}>
          Back to the tickets
        </a>
      </div>
    </Layout>
  )
}
