import type { Case } from '../shapes.ts'

/** The last rule of a step: what is left when nothing is wrong. */
export const always = (): boolean => true

export function noLink({ link }: Case): boolean {
  return link === null
}

export function isEnabledHere({ report }: Case): boolean {
  return report.status !== 'none'
}

export const NOT_KNOWN = 'It is looked at once the link above stands.'
