import type { StreamMessage, TicketingChange } from '@tuvens/contract'
import { EventEmitter, once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'

export type ReceivedMessage = { id: string | undefined; data: StreamMessage; at: number }

/** A reader of a stream for tests, byte by byte as a browser's EventSource reads, without its reconnecting. */
export class StreamReader {
  readonly messages: ReceivedMessage[] = []
  /** The times of the heartbeats. */
  readonly heartbeats: number[] = []
  retry: number | undefined
  isEnded = false
  private response: IncomingMessage | undefined
  private readonly call: ClientRequest
  private readonly arrivals = new EventEmitter()
  private rest = ''

  private constructor(url: string, headers: Record<string, string>) {
    this.call = request(url, { headers, agent: false })
  }

  static async open(url: string, headers: Record<string, string> = {}): Promise<StreamReader> {
    const reader = new StreamReader(url, headers)
    await reader.connect()
    return reader
  }

  /** The changes received, without resets. */
  get changes(): TicketingChange[] {
    return this.messages.flatMap(({ data }) => (data.type === 'ticketing_status_changed' ? [data] : []))
  }

  get lastId(): string | undefined {
    return this.messages.findLast((each) => each.id !== undefined)?.id
  }

  /** Waits until a condition on what was received holds. */
  async until(holds: (reader: StreamReader) => boolean, ms = 60_000): Promise<void> {
    const signal = AbortSignal.timeout(ms)
    while (!holds(this)) {
      await once(this.arrivals, 'arrival', { signal }).catch((cause: unknown) => {
        const last = JSON.stringify(this.messages.slice(-3))
        throw new Error(`only ${this.messages.length} messages came; the last: ${last}`, { cause })
      })
    }
  }

  /** Stops reading without closing, as a sleeping phone does. */
  pause(): void {
    this.response?.pause()
  }

  resume(): void {
    this.response?.resume()
  }

  close(): void {
    this.call.destroy()
  }

  private async connect(): Promise<void> {
    const [response]: IncomingMessage[] = await once(this.call.end(), 'response')
    this.call.on('error', () => this.ended())
    response?.setEncoding('utf8').on('data', (chunk: string) => this.read(chunk))
    response?.on('close', () => this.ended()).on('error', () => this.ended())
    this.response = response
  }

  get status(): number | undefined {
    return this.response?.statusCode
  }

  get headers(): IncomingMessage['headers'] {
    return this.response?.headers ?? {}
  }

  private ended(): void {
    this.isEnded = true
    this.arrivals.emit('arrival')
  }

  private read(chunk: string): void {
    const blocks = (this.rest + chunk).split('\n\n')
    this.rest = blocks.pop() ?? ''
    blocks.forEach((block) => this.take(block))
    this.arrivals.emit('arrival')
  }

  private take(block: string): void {
    const field = (name: string) =>
      block
        .split('\n')
        .find((line) => line.startsWith(`${name}:`))
        ?.slice(name.length + 1)
        .trim()
    const [data, retry] = [field('data'), field('retry')]
    if (retry !== undefined) this.retry = Number(retry)
    if (data === undefined) return
    const message: StreamMessage = JSON.parse(data)
    if (message.type === 'heartbeat') this.heartbeats.push(Date.now())
    else this.messages.push({ id: field('id'), data: message, at: Date.now() })
  }
}
