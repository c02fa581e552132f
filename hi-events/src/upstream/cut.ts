/** The first `max` characters as Hi.Events counts them: a surrogate pair counts as one, and is never split. */
export function cut(text: string, max: number): string {
  return Array.from(text.trim()).slice(0, max).join('').trimEnd()
}
