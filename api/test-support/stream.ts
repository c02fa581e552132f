import type { StreamMessage, TicketingChange } from '@tuvens/contract'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'

export type ReceivedMessage = { id: string | undefined; data: StreamMessage; at: number }

/** A reader of a stream for tests, byte by byte as a browser's EventSource reads, without its reconnecting. */
export class StreamReader {
  readonly messages: ReceivedMessage[] = []
  readonly comments: number[] = []
  retry: number | undefined
  status: number | undefined
  headers: IncomingMessage['headers'] = {}
  isEnded = false
  private response: IncomingMessage | undefined
  private readonly call: ClientRequest
  private readonly listeners = new Set<() => void>()
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
  until(holds: (reader: StreamReader) => boolean, ms = 60_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = () => {
        if (!holds(this)) return
        clearTimeout(timer)
        this.listeners.delete(check)
        resolve()
      }
      const timer = setTimeout(() => {
        this.listeners.delete(check)
        reject(
          new Error(
            `only ${this.messages.length} messages came; the last: ${JSON.stringify(this.messages.slice(-3))}`,
          ),
        )
      }, ms)
      this.listeners.add(check)
      check()
    })
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

  private connect(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.call.on('error', (error) => (this.response === undefined ? reject(error) : this.ended()))
      this.call.on('response', (response) => {
        this.response = response
        this.status = response.statusCode
        this.headers = response.headers
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => this.read(chunk))
        response.on('close', () => this.ended())
        response.on('error', () => this.ended())
        resolve()
      })
      this.call.end()
    })
  }

  private ended(): void {
    this.isEnded = true
    this.listeners.forEach((each) => each())
  }

  private read(chunk: string): void {
    const blocks = (this.rest + chunk).split('\n\n')
    this.rest = blocks.pop() ?? ''
    blocks.forEach((block) => this.take(block))
    this.listeners.forEach((each) => each())
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
    if (block.startsWith(':')) this.comments.push(Date.now())
    if (data !== undefined) this.messages.push({ id: field('id'), data: JSON.parse(data), at: Date.now() })
  }
}
