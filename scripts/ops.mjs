// `npm run ops -- <command>`: what an operator does with a running system.
import { command } from './prepare/command.mjs'

await command(async () => (await import('./ops/run.ts')).runOps)
