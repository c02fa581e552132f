import { signRequest } from '@tuvens/contract/signatures'
import { Agent, getGlobalDispatcher, request } from 'undici'
import { createEventOnSale, createLinkedEvent } from './harness/people.ts'
import type { System } from './harness/system.ts'
import { expect, test } from './harness/test.ts'

const ROUNDS = 5

test('exactly one of 64 concurrent validations of a token at two API processes succeeds', async ({
  system,
}) => {
  const { organiser, event } = await createLinkedEvent(system)
  const second = await system.more('api')
  for (let round = 0; round < ROUNDS; round++) {
    const token = await organiser.desk.sessionToken(event.id)
    const urls = Array.from({ length: 64 }, (_, index) => (index % 2 === 0 ? system.direct.api : second.url))
    const answers = await Promise.all(urls.map((url) => validate(url, system, token)))
    expect(tally(answers)).toEqual({ '200': 1, SESSION_ALREADY_USED: 63 })
  }
  await second.stop()
})

test('exactly 50 of 200 concurrent orders for 50 tickets succeed', async ({ system }) => {
  for (let round = 0; round < 3; round++) {
    const linked = await createEventOnSale(system, 50)
    const [product] = await linked.tickets.products(linked.hiEventId)
    const body = JSON.stringify({
      products: [
        { product_id: product?.id, quantities: [{ price_id: product?.prices[0]?.id, quantity: 1 }] },
      ],
    })
    const url = `${system.direct.tickets}/api/public/events/${linked.hiEventId}/order`
    const headers = { 'content-type': 'application/json', accept: 'application/json' }
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const response = await request(url, { method: 'POST', headers, body, dispatcher: clientAt(index) })
        await response.body.dump()
        return String(response.statusCode)
      }),
    )
    expect(tally(answers)).toEqual({ '201': 50, '422': 150 })
  }
})

/** Two clients by turns: one client alone may not have so many requests under way at once. */
const CLIENTS = ['127.0.0.1', '127.0.0.2'].map((localAddress) => new Agent({ localAddress }))
const clientAt = (index: number) => CLIENTS[index % CLIENTS.length] ?? getGlobalDispatcher()

test('exactly 50 of 200 concurrent picker orders for 50 tickets reach a checkout', async ({ system }) => {
  const linked = await createEventOnSale(system, 50)
  const [product] = await linked.tickets.products(linked.hiEventId)
  const body = `quantity.${product?.id}.${product?.prices[0]?.id}=1`
  const url = `${system.direct.tickets}/embed/${linked.hiEventId}/order`
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const answers = await Promise.all(
    Array.from({ length: 200 }, async () => {
      const { status } = await fetch(url, { method: 'POST', headers, body, redirect: 'manual' })
      return status === 303 ? 'checkout' : 'refused'
    }),
  )
  expect(tally(answers)).toEqual({ checkout: 50, refused: 150 })
})

/** Validates the token. @returns `200`, or the error code */
async function validate(url: string, { secrets }: System, token: string): Promise<string> {
  const path = '/api/cross-app/validate-session'
  const body = JSON.stringify({ session_token: token })
  const signed = signRequest([secrets.shared], { method: 'POST', path, body }, Date.now())
  const headers = { ...signed, 'content-type': 'application/json' }
  const response = await fetch(url + path, { method: 'POST', headers, body })
  const answer: { code?: string } = await response.json()
  return response.ok ? '200' : (answer.code ?? String(response.status))
}

function tally(answers: string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const answer of answers) counts[answer] = (counts[answer] ?? 0) + 1
  return counts
}
