import { icon, type IconName } from '@tuvens/design'
import type { ComponentChildren } from 'preact'
import { Svg } from '../../web/shell.tsx'

type NoticeProps = {
  tone: 'info' | 'good' | 'warn' | 'bad' | 'plain'
  glyph: IconName
  children: ComponentChildren
  /** The result of the form or code that was just submitted: the script moves the focus to it. */
  isAnswer?: boolean
}

/** A message above the tickets. Screen readers announce failures at once, others when they are idle. */
export function Notice({ tone, glyph, children, isAnswer = false }: NoticeProps) {
  return (
    <div
      class={`notice notice--${tone}`}
      role={tone === 'bad' ? 'alert' : 'status'}
      tabIndex={isAnswer ? -1 : undefined}
      data-answer={isAnswer || undefined}
    >
      <Svg markup={icon(glyph)} />
      <div class="stack picker__notice">{children}</div>
    </div>
  )
}
