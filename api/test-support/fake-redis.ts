import { listen } from '@tuvens/platform/test-support/http-server'
import { createServer, type Socket } from 'node:net'

/**
 * A server that speaks enough of Redis' protocol (RESP) for the limiter's one script: count a key up, and say how long
 * it still lives. For tests, where no Redis is installed.
 */
export class FakeRedis {
  private readonly counts = new Map<string, { count: number; endsAt: number }>()
  private readonly sockets = new Set<Socket>()
  private readonly server = createServer((socket) => this.serve(socket))
  private port = 0

  static async start(): Promise<FakeRedis> {
    const redis = new FakeRedis()
    redis.port = await listen(redis.server)
    return redis
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
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
    // A command is `*n` and then, for each of its words, a line with its length and one with the word.
    let lines = ['']
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      lines = (lines.join('\r\n') + chunk).split('\r\n')
      for (;;) {
        const length = 1 + 2 * Number(lines[0]?.slice(1))
        if (!(lines.length > length)) return
        const words = lines.splice(0, length).filter((_line, index) => index > 0 && index % 2 === 0)
        socket.write(this.answer(words))
      }
    })
  }

  private answer([name = '', ...rest]: string[]): string {
    const command = name.toLowerCase()
    if (command === 'eval' || command === 'evalsha') return this.increment(rest)
    return command === 'info' ? '$9\r\nloading:0\r\n' : '+OK\r\n'
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
