/** Letters that are written from right to left: Hebrew, Arabic, Syriac, Thaana, N’Ko and the scripts beside them in Unicode. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/**
 * What people wrote, for a sentence of ours: with isolates (UAX 9) around letters that are written from right to left, so
 * that it neither takes the direction of the sentence nor gives it its own. Where there is markup, `<bdi>` does the same.
 */
export function isolated(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text
}
