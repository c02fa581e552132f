import { StandInApi } from './api-server.ts'
import { fillDemo } from './demo.ts'
import { startStandInTicketOrigin } from './ticket-origin.ts'
import { StandInWorld } from './world.ts'

/** Starts stand-ins for developing the site without the other services: `npx tsx client/test-support/dev.ts 4301 4302`. */
const [apiPort = 3001, ticketPort = 3002] = process.argv.slice(2).map(Number)
const tickets = await startStandInTicketOrigin(ticketPort)
const world = new StandInWorld(tickets.url)
fillDemo(world)
const api = await new StandInApi(world, tickets.url).listen(apiPort)
process.stdout.write(
  `API ${api.url}\nTickets ${tickets.url}\nSign in: ada@example.com / correct horse battery\n`,
)
