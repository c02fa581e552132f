// `npm run doctor`: checks that the ticket origin, the Tuvens API and Hi.Events work together.
import { command } from './prepare/command.mjs'

await command(async () => (await import('./doctor/run.ts')).runDoctor)
