import { StandInApi } from './api-server.ts'
import { fillDemo } from './demo.ts'
import { startTicketOrigin } from './ticket-origin.ts'
import { World } from './world.ts'

/** For working on the site without the other services: `npx tsx client/test-support/dev.ts 4301 4302`. */
const [apiPort = 3001, ticketPort = 3002] = process.argv.slice(2).map(Number)
const tickets = await startTicketOrigin(ticketPort)
const world = new World(tickets.url)
fillDemo(world)
const api = await new StandInApi(world, tickets.url).listen(apiPort)
process.stdout.write(
  `API ${api.url}\nTickets ${tickets.url}\nSign in: ada@example.com / correct horse battery\n`,
)
