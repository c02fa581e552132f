/** The end, if it is not before the start: Hi.Events refuses such an end, so it is left for the organiser to set. */
export function endAfter(start: string, end: string | null | undefined): string | null {
  return end && Date.parse(end) >= Date.parse(start) ? end : null
}
