/** The first `max` characters as Hi.Events counts them: a letter beyond the basic plane is one, and is never halved. */
export function cut(text: string, max: number): string {
  return Array.from(text.trim()).slice(0, max).join('').trimEnd()
}
