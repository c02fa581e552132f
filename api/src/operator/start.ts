import type { OperatorContext } from './context.ts'
import { createConsole } from './console.ts'

/** Listens on the operator's port, when the settings have one. */
export async function startConsole(
  context: OperatorContext,
): Promise<{ url: string | null; stop: () => Promise<void> }> {
  const settings = context.config.console
  if (settings === null) return { url: null, stop: async () => {} }
  const app = await createConsole(context, settings.url)
  const url = await app.listen({ port: settings.port, host: settings.host })
  context.log.info({ url }, "the operator's console listens")
  return { url, stop: () => app.close() }
}
