import {
  API_ROUTES,
  type EndpointSecret,
  type MessageDetails,
  type WebhookEndpoint,
  type WebhookMessage,
} from '@tuvens/contract'
import { startTestServer, type TestServer } from '@tuvens/platform/test-support/http-server'
import type { HTTPMethods } from 'fastify'
import { expect } from 'vitest'
import type { TestApi, TestUser } from './api.ts'

/** One webhook endpoint of an account, with the calls about it. */
export class TestEndpoint {
  private readonly api: TestApi
  private readonly user: TestUser
  readonly id: string
  readonly secret: string

  private constructor(api: TestApi, user: TestUser, { endpoint, secret }: EndpointSecret) {
    this.api = api
    this.user = user
    this.id = endpoint.id
    this.secret = secret
  }

  static async create(api: TestApi, user: TestUser, fields: { url: string; event_types?: string[] }) {
    const url = API_ROUTES.createWebhookEndpoint.path.replace(':account_id', String(user.accountId))
    const answer = await api.as(user, { method: 'POST', url, payload: fields })
    if (answer.statusCode !== 201) throw new TypeError(`no endpoint: ${answer.body}`)
    return new TestEndpoint(api, user, answer.json<EndpointSecret>())
  }

  call(method: HTTPMethods, path = '', payload?: object) {
    const url = `/api/accounts/${this.user.accountId}/webhook-endpoints/${this.id}${path}`
    return this.api.as(this.user, { method, url, ...(payload && { payload }) })
  }

  async read(): Promise<WebhookEndpoint> {
    return (await this.call('GET')).json<WebhookEndpoint>()
  }

  /** Sends a test message. @returns its id */
  async test(): Promise<string> {
    return (await this.call('POST', '/test')).json<{ message_id: string }>().message_id
  }

  async messages(query = ''): Promise<WebhookMessage[]> {
    return (await this.call('GET', `/messages${query}`)).json<{ messages: WebhookMessage[] }>().messages
  }

  async details(id: string): Promise<MessageDetails> {
    return (await this.call('GET', `/messages/${id}`)).json<MessageDetails>()
  }

  /** Waits until a message is in a state after so many attempts. */
  async until(id: string, state: WebhookMessage['state'], attempts = 1): Promise<MessageDetails> {
    const read = async () => {
      const { message, attempts: made } = await this.details(id)
      return [message.state, made.length]
    }
    await expect.poll(read, { timeout: 60_000 }).toEqual([state, attempts])
    return this.details(id)
  }

  /** Its waiting messages are due now: time has passed. */
  async skipPause(): Promise<void> {
    await this.api.context.db`update webhook_messages set due_at = now() where endpoint_id = ${this.id}`
    this.api.context.sendingWebhooks.wake()
  }
}

/** A receiver that answers each message with the next of these statuses, then with 204. */
export async function startReceiver(...statuses: number[]): Promise<TestServer> {
  return startTestServer((_, response) => response.writeHead(statuses.shift() ?? 204).end())
}
