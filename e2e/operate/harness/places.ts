import { freePort } from '@tuvens/platform/free-port'
import { randomInt } from 'node:crypto'

export const HOSTS = { site: 'tuvens.localhost', api: 'api.tuvens.localhost', tickets: 'tickets.localhost' }

/** Where HAProxy and the services of a stack are. */
export type Places = Awaited<ReturnType<typeof findPlaces>>

/** HAProxy gets a loopback address of its own, so that its ports are free. */
export async function findPlaces() {
  const address = `127.${randomInt(64, 128)}.${randomInt(1, 255)}.${randomInt(1, 255)}`
  const boxOffice = await freePort()
  const urlOf = (host: string) => `https://${host}:${HTTPS_PORT}`
  return {
    address,
    /** Public addresses. */
    urls: { site: urlOf(HOSTS.site), api: urlOf(HOSTS.api), tickets: urlOf(HOSTS.tickets) },
    /** Addresses inside, by http: those of the API and of the ticket origin lead to HAProxy, too. */
    direct: {
      api: `http://${address}:3101`,
      tickets: `http://${address}:3102`,
      site: urlOf(HOSTS.site),
      boxOffice: `http://127.0.0.1:${boxOffice}`,
    },
    ports: { https: HTTPS_PORT, http: HTTP_PORT, boxOffice },
  }
}

const HTTPS_PORT = 8443
const HTTP_PORT = 8080
