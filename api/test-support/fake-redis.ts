import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'

/**
 * A server that speaks enough of Redis' protocol (RESP) for the limiter's one script: count a key up, and say how long
 * it still lives. For tests, where no Redis is installed.
 */
export class FakeRedis {
  private readonly counts = new Map<string, { count: number; endsAt: number }>()
  private readonly sockets = new Set<Socket>()
  private readonly server: Server

  private constructor() {
    this.server = createServer((socket) => this.serve(socket))
  }

  static async start(): Promise<FakeRedis> {
    const redis = new FakeRedis()
    await new Promise<void>((resolve) => redis.server.listen(0, '127.0.0.1', resolve))
    return redis
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  get keys(): string[] {
    return [...this.counts.keys()]
  }

  get clients(): number {
    return this.sockets.size
  }

  async stop(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy())
    await new Promise((resolve) => this.server.close(resolve))
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket)
    socket.on('close', () => this.sockets.delete(socket)).on('error', () => socket.destroy())
    let rest = ''
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      rest += chunk
      for (let read = readCommand(rest); read !== null; read = readCommand(rest)) {
        rest = rest.slice(read.length)
        socket.write(this.answer(read.words))
      }
    })
  }

  private answer([name = '', ...rest]: string[]): string {
    const command = name.toLowerCase()
    if (command === 'eval' || command === 'evalsha') return this.increment(rest)
    if (command === 'info') return bulk('redis_version:7.0.0\r\nloading:0\r\n')
    return '+OK\r\n'
  }

  /** `EVALSHA sha 1 key points seconds` → [count, milliseconds left] */
  private increment([, , key = '', points = '1', seconds = '60']: string[]): string {
    const now = Date.now()
    const known = this.counts.get(key)
    const entry =
      known !== undefined && known.endsAt > now ? known : { count: 0, endsAt: now + Number(seconds) * 1000 }
    entry.count += Number(points)
    this.counts.set(key, entry)
    return `*2\r\n:${entry.count}\r\n:${entry.endsAt - now}\r\n`
  }
}

function bulk(text: string): string {
  return `$${text.length}\r\n${text}\r\n`
}

/** The first whole command of a text, or null while it is still arriving. */
function readCommand(text: string): { words: string[]; length: number } | null {
  const head = /^\*(\d+)\r\n/.exec(text)
  if (head === null) return null
  const words: string[] = []
  let at = head[0].length
  while (words.length < Number(head[1])) {
    const size = /^\$(\d+)\r\n/.exec(text.slice(at))
    if (size === null) return null
    const from = at + size[0].length
    const to = from + Number(size[1])
    if (text.length < to + 2) return null
    words.push(text.slice(from, to))
    at = to + 2
  }
  return { words, length: at }
}
