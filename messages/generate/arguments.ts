import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'

/** What code passes to a message: its arguments with their TypeScript types, and its tags. */
export type Signature = { values: Map<string, string>; tags: Set<string> }

/** @throws SyntaxError when the message is no ICU MessageFormat */
export function signatureOf(message: string): Signature {
  const signature: Signature = { values: new Map(), tags: new Set() }
  collect(parse(message, { captureLocation: false }), signature)
  return signature
}

function collect(elements: MessageFormatElement[], signature: Signature): void {
  for (const element of elements) collectOne(element, signature)
}

function collectOne(element: MessageFormatElement, signature: Signature): void {
  const { values, tags } = signature
  switch (element.type) {
    case TYPE.argument:
      // The same argument may also choose a branch, whose type is narrower.
      if (!values.has(element.value)) values.set(element.value, 'string')
      return
    case TYPE.number:
      values.set(element.value, 'number')
      return
    case TYPE.date:
    case TYPE.time:
      values.set(element.value, 'Date')
      return
    case TYPE.select:
      values.set(element.value, unionOf(Object.keys(element.options)))
      return collectOptions(element.options, signature)
    case TYPE.plural:
      values.set(element.value, 'number')
      return collectOptions(element.options, signature)
    case TYPE.tag:
      tags.add(element.value)
      return collect(element.children, signature)
    case TYPE.literal:
    case TYPE.pound:
  }
}

function collectOptions(
  options: Record<string, { value: MessageFormatElement[] }>,
  signature: Signature,
): void {
  for (const option of Object.values(options)) collect(option.value, signature)
}

function unionOf(options: string[]): string {
  return options
    .toSorted()
    .map((option) => `'${option}'`)
    .join(' | ')
}
