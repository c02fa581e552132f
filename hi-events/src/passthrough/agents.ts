import http from 'node:http'
import https from 'node:https'
import type { Duplex } from 'node:stream'

/** Connections to the ticket system, kept between requests. */
export type Agents = { plain: http.Agent; secure: https.Agent; close: () => void }

/** Less than the five seconds after which Apache closes: a request on a connection just closed would be lost. */
const KEPT_MS = 4_000

/** @param connectMs how long the ticket system may take to accept a connection */
export function createAgents(connectMs: number): Agents {
  const options = { keepAlive: true, maxFreeSockets: 64, scheduling: 'lifo', timeout: KEPT_MS } as const
  const plain = limitConnect(new http.Agent(options), connectMs)
  const secure = limitConnect(new https.Agent(options), connectMs)
  return {
    plain,
    secure,
    close: () => {
      plain.destroy()
      secure.destroy()
    },
  }
}

function limitConnect<A extends http.Agent>(agent: A, connectMs: number): A {
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (options, done) => {
    const socket = connect(options, done)
    if (socket) limit(socket, connectMs)
    return socket
  }
  return agent
}

function limit(socket: Duplex, connectMs: number): void {
  const timer = setTimeout(() => socket.destroy(new NotConnected()), connectMs)
  const stop = () => clearTimeout(timer)
  socket.once('connect', stop).once('close', stop)
}

/** The ticket system did not even accept the connection. */
class NotConnected extends Error {
  readonly code = 'ETIMEDOUT'
}
