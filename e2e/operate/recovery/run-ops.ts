import type { ConfiguredService, OpsCommand } from '../../../scripts/ops/command.ts'
import { ROOT, type System } from '../../harness/system.ts'

/** Runs a command of `npm run ops` on a system, with the settings of its services. @returns exit code, text and result */
export async function runOps(
  system: System,
  command: OpsCommand,
  { args, data }: { args: string[]; data: string },
): Promise<{ code: number; text: string; result: unknown }> {
  const printed: string[] = []
  let result: unknown
  const code = await command.run(args, {
    env: process.env,
    data,
    root: ROOT,
    json: false,
    print: (line) => printed.push(line),
    write: async () => {},
    result: (value) => {
      result = value
    },
    settings: (service: ConfiguredService) => system.parts[service].spec.env,
    onExit: () => undefined,
  })
  return { code, text: printed.join('\n'), result }
}
