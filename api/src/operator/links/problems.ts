import { EDITS_SWITCHED_OFF, type OperatorLink } from '@tuvens/contract'

/** Why a link needs attention, in words; empty when it works. */
export function problemsOf(link: OperatorLink): string[] {
  return [
    link.registered_at === null && 'not registered at the API',
    link.missing_at !== null && 'deleted in the ticket system',
    link.stopped_reason !== null && `reports stopped: ${link.stopped_reason}`,
    link.dead_letters > 0 && `dead letters: ${link.dead_letters}`,
    link.webhook_error !== null && `webhook: ${link.webhook_error}`,
    link.sweep_error !== null && `sweep: ${link.sweep_error}`,
    link.edit_error !== null && !isSwitchedOff(link) && `edits: ${link.edit_error}`,
  ].filter((each) => each !== false)
}

/** What an operator may wonder about at a link, although nothing is wrong with it. */
export function remarksOn(link: OperatorLink): string[] {
  return isSwitchedOff(link) ? ['edits wait: a flag is off'] : []
}

function isSwitchedOff({ edit_error }: OperatorLink): boolean {
  return edit_error === EDITS_SWITCHED_OFF
}
