// `npm run ops -- <command>`: what an operator does with a running system.
import { command } from './prepare/command.mjs'

await command(async () => {
  const { runOps } = await import('./ops/run.ts')
  return (handover, args) => runOps(handover, args)
})
