import { connect, createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

export type BadLine = {
  port: number
  /** From now on; until then the line is good, so that a process can start. */
  worsen: (badness: Badness) => void
  close: () => void
}

/** How a line is bad: all that is sent arrives later, and a part of it ends the connection. */
export type Badness = { delayMs: number; breaks: number }

/** A line to a port of this machine. */
export async function openBadLine(to: number): Promise<BadLine> {
  let badness: Badness = { delayMs: 0, breaks: 0 }
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
  }
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1')
    keep(near)
    keep(far)
    near.on('data', (chunk) => {
      if (Math.random() < badness.breaks) near.destroy()
      else if (badness.delayMs === 0) far.write(chunk)
      else setTimeout(() => far.writable && far.write(chunk), badness.delayMs)
    })
    far.on('data', (chunk) => near.writable && near.write(chunk))
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  await listening(server)
  const close = () => {
    server.close()
    for (const each of sockets) each.destroy()
  }
  const worsen = (next: Badness) => void (badness = next)
  return { port: (server.address() as AddressInfo).port, worsen, close }
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
}
