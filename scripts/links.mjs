// `npm run links:rebuild`: recreates links from the attributes of the events in Hi.Events.
import { command } from './prepare/command.mjs'

await command(async () => {
  const { rebuild } = await import('./links/rebuild.ts')
  return (handover, args) => rebuild({ ...handover, print: console.log }, args)
})
