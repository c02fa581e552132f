/**
 * Puts a text on the clipboard.
 *
 * @returns what to tell: `done`, or what to do instead. Pages over plain HTTP have no clipboard, and a person may refuse access to it
 */
export async function copyText(
  text: string,
  { done, instead }: { done: string; instead: string },
): Promise<string> {
  try {
    await navigator.clipboard.writeText(text)
    return done
  } catch {
    return `Your browser does not let us copy. ${instead}`
  }
}
