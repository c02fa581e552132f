/** The first letters of a text as people count them: no emoji or accent is cut apart. */
export function firstLetters(text: string, count: number): string {
  // A letter of many parts is rare; the limit keeps a long text from being taken apart as a whole.
  const letters = new Intl.Segmenter().segment(text.slice(0, count * 32))
  const wanted: string[] = []
  for (const { segment } of letters) {
    if (wanted.length === count) break
    wanted.push(segment)
  }
  return wanted.join('')
}
