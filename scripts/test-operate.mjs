// `npm run test:operate`: the drills of a production in their full form, one after the other.
import { command } from './prepare/command.mjs'

await command(async () => (await import('./operate/run.ts')).runDrills)
