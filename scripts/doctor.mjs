// `npm run doctor`: is everything in order between us, the Tuvens API and Hi.Events?
import { command } from './prepare/command.mjs'

await command(async () => (await import('./doctor/run.ts')).runDoctor)
