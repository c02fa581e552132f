// `npm run test:hi-events`: runs the whole scenario of the ticket origin against a Hi.Events.
import { command } from './prepare/command.mjs'

await command(async () => (await import('./test-hi-events/run.ts')).runSuite)
