// `npm run links:rebuild`: links made anew from what Hi.Events' events say of themselves.
import { command } from './prepare/command.mjs'

await command(async () => {
  const { rebuild } = await import('./links/rebuild.ts')
  return (handover, args) => rebuild({ ...handover, say: console.log }, args)
})
