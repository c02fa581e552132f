import type { StreamMessage } from '@tuvens/contract'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { type Entrance, openConnection } from './connect.ts'

/** A page with an open stream, which resumes as an EventSource does. */
export type Viewer = {
  /** Ids of all changes that arrived. */
  received: Set<string>
  isOpen: () => boolean
  /** Messages that an id was given up and states must be read again: changes before it may be lost. */
  resets: number
  /** Connections after the first one. */
  resumed: number
  /** Connections that were refused, or broke without an end. */
  failures: string[]
  close: () => void
}

/** Until the server says otherwise. */
const RETRY_MS = 3_000

/** Opens a stream and keeps it open. */
export function openViewer(entrance: Entrance, url: URL): Viewer {
  const viewer = new StreamViewer(entrance, url)
  viewer.connect()
  return viewer
}

class StreamViewer implements Viewer {
  readonly received = new Set<string>()
  readonly failures: string[] = []
  resets = 0
  resumed = 0
  private lastId: string | undefined
  private retryMs = RETRY_MS
  private rest = ''
  private isLive = false
  private isClosed = false
  private call: ClientRequest | undefined
  private timer: NodeJS.Timeout | undefined
  private readonly entrance: Entrance
  private readonly url: URL

  constructor(entrance: Entrance, url: URL) {
    this.entrance = entrance
    this.url = url
  }

  /** Whether the server has told that changes come as they happen. */
  isOpen(): boolean {
    return this.isLive
  }

  close(): void {
    this.isClosed = true
    clearTimeout(this.timer)
    this.call?.destroy()
  }

  connect(): void {
    const { hostname, port } = this.url
    const headers = {
      accept: 'text/event-stream',
      ...(this.lastId !== undefined && { 'last-event-id': this.lastId }),
    }
    const createConnection = () => openConnection(this.entrance, hostname, Number(port))
    this.rest = ''
    this.call = request(this.url, { headers, createConnection }, (answer) => this.read(answer))
    this.call.on('error', (error) => this.lose(String(error))).end()
  }

  private read(answer: IncomingMessage): void {
    if (answer.statusCode !== 200) {
      answer.resume()
      return this.lose(`status ${answer.statusCode}`)
    }
    answer.setEncoding('utf8')
    answer.on('data', (chunk: string) => this.take(chunk))
    answer.on('end', () => this.resume())
    answer.on('error', (error) => this.lose(String(error)))
  }

  private take(chunk: string): void {
    const blocks = (this.rest + chunk).split('\n\n')
    this.rest = blocks.pop() ?? ''
    for (const block of blocks) this.takeBlock(block)
  }

  private takeBlock(block: string): void {
    const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), valueOf(line)]))
    const [id, data, retry] = [fields.get('id'), fields.get('data'), fields.get('retry')]
    if (retry !== undefined) this.retryMs = Number(retry)
    if (data === undefined) return
    const { type }: StreamMessage = JSON.parse(data)
    if (type === 'heartbeat') this.isLive = true
    if (type === 'reset') this.resets += 1
    if (id !== undefined) {
      this.lastId = id
      this.received.add(id)
    }
  }

  private lose(what: string): void {
    if (this.isClosed) return
    this.failures.push(what)
    this.resume()
  }

  private resume(): void {
    if (this.isClosed || this.timer !== undefined) return
    this.isLive = false
    this.timer = setTimeout(() => {
      this.timer = undefined
      this.resumed += 1
      this.connect()
    }, this.retryMs)
  }
}

const valueOf = (line: string) => line.slice(line.indexOf(':') + 1).trim()
