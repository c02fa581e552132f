import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AST, parse } from 'svelte/compiler'
import { describe, expect, it } from 'vitest'

const CLIENT = join(import.meta.dirname, '..', '..')
/** Attributes that people read or hear. */
const READ = new Set(['aria-label', 'aria-description', 'title', 'placeholder', 'alt', 'label', 'heading'])
/** The product's name is the same in every language. */
const NAMES = /\bTuvens\b/g

/** Files whose texts are not messages yet. The list only becomes shorter: a file without literal text must not be in it. */
const NOT_YET: readonly string[] = [
  'src/lib/components/account/ApiKeyEntry.svelte',
  'src/lib/components/account/ApiKeySecret.svelte',
  'src/lib/components/account/HandOver.svelte',
  'src/lib/components/account/NoAccount.svelte',
  'src/lib/components/account/PasskeyStep.svelte',
  'src/lib/components/account/RecoveryCodes.svelte',
  'src/lib/components/account/TeamMember.svelte',
  'src/lib/components/embed/CodeParts.svelte',
  'src/lib/components/embed/EmbedBuilder.svelte',
  'src/lib/components/embed/EmbedPreview.svelte',
  'src/lib/components/events/EventForm.svelte',
  'src/lib/components/events/FurtherDates.svelte',
  'src/lib/components/events/OwnEvent.svelte',
  'src/lib/components/events/WhenFields.svelte',
  'src/lib/components/forms/Field.svelte',
  'src/lib/components/forms/KeptFields.svelte',
  'src/lib/components/forms/PictureField.svelte',
  'src/lib/components/sales/SalesChart.svelte',
  'src/lib/components/ticketing/ReportStep.svelte',
  'src/lib/components/webhooks/EndpointFields.svelte',
  'src/lib/components/webhooks/EndpointState.svelte',
  'src/lib/components/webhooks/MessageList.svelte',
  'src/lib/components/webhooks/SigningSecret.svelte',
  'src/routes/(own-accounts)/account/+page.svelte',
  'src/routes/(own-accounts)/account/delete/+page.svelte',
  'src/routes/(own-accounts)/account/email/+page.svelte',
  'src/routes/(own-accounts)/account/email/confirm/+page.svelte',
  'src/routes/(own-accounts)/account/passkeys/+page.svelte',
  'src/routes/(own-accounts)/account/passkeys/remove/+page.svelte',
  'src/routes/(own-accounts)/account/password/+page.svelte',
  'src/routes/(own-accounts)/account/recovery-codes/+page.svelte',
  'src/routes/(own-accounts)/account/sign-ins/+page.svelte',
  'src/routes/(own-accounts)/account/sign-ins/everywhere/+page.svelte',
  'src/routes/(own-accounts)/account/two-step/+page.svelte',
  'src/routes/(own-accounts)/forgot-password/+page.svelte',
  'src/routes/(own-accounts)/reset-password/+page.svelte',
  'src/routes/(own-accounts)/sign-in/+page.svelte',
  'src/routes/(own-accounts)/sign-in/code/+page.svelte',
  'src/routes/(own-accounts)/sign-in/passkey/+page.svelte',
  'src/routes/(own-accounts)/sign-up/+page.svelte',
  'src/routes/(own-accounts)/verify-email/+page.svelte',
  'src/routes/event/[id]/complaint/+page.svelte',
  'src/routes/event/[id]/differences/+page.svelte',
  'src/routes/event/[id]/edit/+page.svelte',
  'src/routes/event/[id]/embed/+page.svelte',
  'src/routes/event/[id]/enter/+error.svelte',
  'src/routes/event/[id]/enter/+page.svelte',
  'src/routes/event/[id]/holders/+page.svelte',
  'src/routes/event/[id]/sales/+page.svelte',
  'src/routes/event/[id]/ticketing/+page.svelte',
  'src/routes/event/[id]/unlink/+page.svelte',
  'src/routes/events/hi-events/callback/+page.svelte',
  'src/routes/events/new/+page.svelte',
  'src/routes/invitation/+page.svelte',
  'src/routes/mailbox/+page.svelte',
  'src/routes/my-events/+page.svelte',
  'src/routes/team/+page.svelte',
  'src/routes/team/activity/+page.svelte',
  'src/routes/team/api-keys/+page.svelte',
  'src/routes/team/api-keys/revoke/+page.svelte',
  'src/routes/team/api-keys/rotate/+page.svelte',
  'src/routes/team/remove/+page.svelte',
  'src/routes/team/webhooks/+page.svelte',
  'src/routes/team/webhooks/[id]/+page.svelte',
  'src/routes/team/webhooks/[id]/[message]/+page.svelte',
  'src/routes/team/webhooks/[id]/delete/+page.svelte',
  'src/routes/team/webhooks/new/+page.svelte',
]

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src'], {
  cwd: CLIENT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file.endsWith('.svelte'))

/** The texts in a template that people read and that are no messages. */
function literalTexts(file: string): string[] {
  const { fragment } = parse(readFileSync(join(CLIENT, file), 'utf8'), { modern: true })
  const found: string[] = []
  visit(fragment, (node) => {
    if (node.type === 'Text') found.push(node.data)
    if (node.type === 'Attribute' && READ.has(node.name)) found.push(...valuesOf(node))
    return node.type !== 'Attribute'
  })
  return found.map((text) => text.replace(NAMES, '').trim()).filter((text) => /\p{L}{2}/u.test(text))
}

function valuesOf({ value }: AST.Attribute): string[] {
  if (value === true) return []
  return (Array.isArray(value) ? value : [value]).flatMap((part) =>
    part.type === 'Text'
      ? [part.data]
      : part.expression.type === 'Literal'
        ? [String(part.expression.value)]
        : [],
  )
}

type Node = { type: string } & Record<string, unknown>

/** Visits each node of a template, but not its scripts and expressions. */
function visit(node: unknown, enter: (node: AST.Text | AST.Attribute) => boolean): void {
  if (Array.isArray(node)) return node.forEach((each) => visit(each, enter))
  if (typeof node !== 'object' || node === null || !('type' in node)) return
  const { type } = node as Node
  if (type === 'ExpressionTag' || type === 'StyleSheet') return
  if ((type === 'Text' || type === 'Attribute') && !enter(node as AST.Text | AST.Attribute)) return
  for (const value of Object.values(node)) visit(value, enter)
}

describe('a template', () => {
  it.each(files.filter((file) => !NOT_YET.includes(file)))('of %s has no text that is no message', (file) => {
    expect(literalTexts(file)).toEqual([])
  })

  it.each(NOT_YET)('of %s is still to be translated, else it leaves the list', (file) => {
    expect(literalTexts(file)).not.toEqual([])
  })
})
