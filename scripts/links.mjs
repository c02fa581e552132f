// `npm run links:rebuild`: recreates links from the attributes of Hi.Events' events.
import { command } from './prepare/command.mjs'

await command(async () => {
  const { rebuild } = await import('./links/rebuild.ts')
  return (handover, args) => rebuild({ ...handover, say: console.log }, args)
})
