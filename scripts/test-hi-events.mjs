// `npm run test:hi-events`: the connector's whole story against a Hi.Events.
import { command } from './prepare/command.mjs'

await command(async () => (await import('./test-hi-events/run.ts')).runSuite)
