import type { DiagnosisInput } from '../shapes.ts'

/** For the last rule of a step. */
export const always = (): boolean => true

export function hasNoLink({ link }: DiagnosisInput): boolean {
  return link === null
}

/** Whether ticketing is enabled on this site. */
export function isEnabled({ report }: Pick<DiagnosisInput, 'report'>): boolean {
  return report.status !== 'none'
}

export const NOT_KNOWN = 'It is checked once the link above works.'
