import { freePort } from '@tuvens/platform/free-port'

/** The ports of the files in deploy/, and those that a test has instead: the real ones may be in use. */
export type Ports = ReadonlyMap<number, number>

const USED = [3000, 3001, 3002, 3003, 3010, 3011, 3012, 3101, 3102, 6432, 443, 80]

export async function choosePorts(): Promise<Ports> {
  const chosen = new Map<number, number>()
  for (const port of USED) chosen.set(port, await freePort())
  return chosen
}

export function portOf(ports: Ports, port: number): number {
  const chosen = ports.get(port)
  if (chosen === undefined) throw new RangeError(`${port} is no port of an installation`)
  return chosen
}

/** Replaces the ports behind addresses, `127.0.0.1:3001`, in a file of deploy/. */
export function withPorts(ports: Ports, text: string): string {
  return text.replaceAll(/(127\.0\.0\.1|http:\/\/):(\d+)\b/g, (whole, before: string, port: string) => {
    const chosen = ports.get(Number(port))
    return chosen === undefined ? whole : `${before}:${chosen}`
  })
}
