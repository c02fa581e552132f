import { createServer } from 'node:net'
import { PlainError } from '../system/plain-error.ts'
import { type Ports, portSetting, type StartSettings } from './settings.ts'

/**
 * Checks that all ports are free, before anything is built and started.
 *
 * @throws PlainError for the first port that is not free, with the setting that changes it
 */
export async function requireFreePorts({ host, ports, upstream }: StartSettings): Promise<void> {
  for (const [service, port] of Object.entries(ports) as [keyof Ports, number][]) {
    if (service === 'boxOffice' && upstream !== undefined) continue
    const problem = await tryPort(port, service === 'boxOffice' ? '127.0.0.1' : host)
    if (problem !== undefined)
      throw new PlainError(describePortProblem(problem, { port, host, setting: portSetting(service) }))
  }
}

/** Returns the error code of an attempt to listen. Trying `::` too finds a listener of the other address family. */
async function tryPort(port: number, host: string): Promise<string | undefined> {
  const [problem, other] = [await listen(port, host), await listen(port, '::')]
  return problem ?? (other === 'EADDRINUSE' ? other : undefined)
}

function listen(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'))
    server.listen({ port, host }, () => server.close(() => resolve(undefined)))
  })
}

function describePortProblem(problem: string, at: { port: number; host: string; setting: string }): string {
  switch (problem) {
    case 'EADDRINUSE':
      return `Port ${at.port} is in use: stop what uses it, or set ${at.setting}=${at.port + 10} as well and start again.`
    case 'EACCES':
      return `Port ${at.port} may not be opened by this user: set ${at.setting}=${3000 + (at.port % 1000)} as well, or another above 1023, and start again.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST=${at.host} is not an address of this machine: leave HOST unset, or use 0.0.0.0 for all addresses.`
    default:
      return `Port ${at.port} cannot be opened (${problem}): set ${at.setting}=${at.port + 10} as well and start again.`
  }
}
