import type { IncomingMessage } from 'node:http'

/** How long a client may send nothing while what is left of its body is read. Node's limit for a whole request holds, too. */
const IDLE_MS = 5_000

/**
 * Makes the end of the connection wait for the rest of the request's body. A connection that is closed while its client still
 * sends is reset, and many clients then lose the answer that says why (RFC 9112, 9.6).
 */
export function lingerOn(request: IncomingMessage, idleMs = IDLE_MS): void {
  const { socket } = request
  const restore = () => Reflect.deleteProperty(socket, 'destroySoon')
  request.once('end', restore)
  socket.destroySoon = () => {
    restore()
    if (request.complete || socket.readableEnded) return socket.destroySoon()
    socket.end()
    request.resume().once('end', () => socket.destroy())
    let seen = socket.bytesRead
    const timer = setInterval(() => {
      if (socket.bytesRead === seen) socket.destroy()
      seen = socket.bytesRead
    }, idleMs).unref()
    socket.once('end', () => socket.destroy()).once('close', () => clearInterval(timer))
  }
}
