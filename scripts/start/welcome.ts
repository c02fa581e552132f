import type { Demo } from '../seed/seed.ts'
import { exposureNotes } from './demo.ts'
import type { StartSettings } from './settings.ts'
import type { Steps } from './types.ts'

type Welcome = {
  settings: StartSettings
  demo: Demo | undefined
  steps: Steps
  seconds: number
  folder: string
}

/** Prints the addresses, the sign-in of the demo organisers and how to stop. */
export function welcome({ settings, demo, steps, seconds, folder }: Welcome): void {
  const { print, dim, bold } = steps
  const row = (name: string, value: string, note = '') =>
    print(`  ${name.padEnd(18)}${bold(value)}  ${dim(note)}`)
  print(`\n${bold('Tuvens Ticketing is running')} ${dim(`(ready in ${seconds.toFixed(1)} s)`)}\n`)
  row('Event site', settings.urls.site, 'start here')
  row('API', settings.urls.api, 'described at /api/docs and /api/openapi.json')
  row('Ticket origin', settings.urls.tickets, settings.upstream ? `in front of ${settings.upstream}` : '')
  if (demo !== undefined) {
    print(
      `\n  Sign in on the event site as one of the demo organisers; the password is ${bold(demo.password)}`,
    )
    for (const each of demo.organisers) row(each.account, each.email, each.name)
  }
  if (settings.upstream !== undefined)
    print(
      `\n  To begin, sign up at ${bold(`${settings.urls.site}/sign-up`)}. Demo data are made with the built-in box office only.`,
    )
  for (const each of exposureNotes(settings)) print(`\n  ${bold('!')} ${each}`)
  print(`\n  ${dim(`Logs are in ${folder}/logs. Ctrl-C stops everything; the data stays in ${folder}.`)}\n`)
}
