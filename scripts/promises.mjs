// `npm run promises`: breaks each registered line and expects its test to fail.
import { command } from './prepare/command.mjs'

await command(async () => {
  const { checkPromises } = await import('./promises/run.ts')
  return (handover, args) => checkPromises(handover, args)
})
