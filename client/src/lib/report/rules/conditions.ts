import type { DiagnosisInput } from '../shapes.ts'

/** For the last rule of a step. */
export const always = (): boolean => true

/** Whether ticketing is enabled on this site. */
export function isEnabled({ report }: DiagnosisInput): boolean {
  return report.status !== 'none'
}

/** Whether the steps after the link cannot be checked: nothing is known of the link, or it is not registered with this site. */
export function isUncheckable(input: DiagnosisInput): boolean {
  return input.link === null || !isEnabled(input)
}

export const NOT_KNOWN = 'It is checked once the link above works.'
