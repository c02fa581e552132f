import type { DiagnosisInput } from '../shapes.ts'

/** For the last rule of a step. */
export const always = (): boolean => true

/** Whether ticketing is enabled on this site. */
export function isEnabled({ report }: DiagnosisInput): boolean {
  return report.status !== 'none'
}

/** Whether one of the two sides has no link of the event: what the other says about its tickets does not matter here. */
export function isUnlinked(input: DiagnosisInput): boolean {
  return input.link === null || !isEnabled(input)
}

export const NOT_KNOWN = 'It is checked once the link above works.'
