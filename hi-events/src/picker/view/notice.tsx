import { icon, type IconName } from '@tuvens/design'
import type { ComponentChildren } from 'preact'
import { Svg } from '../../web/shell.tsx'

type NoticeProps = {
  tone: 'info' | 'good' | 'warn' | 'bad' | 'plain'
  glyph: IconName
  children: ComponentChildren
  /** The answer to what somebody just did: the script takes them there. */
  isAnswer?: boolean
}

/** Something to know before choosing. What went wrong interrupts, the rest waits its turn. */
export function Notice({ tone, glyph, children, isAnswer = false }: NoticeProps) {
  return (
    <div
      class={`notice notice--${tone}`}
      role={tone === 'bad' ? 'alert' : 'status'}
      tabIndex={isAnswer ? -1 : undefined}
      data-answer={isAnswer || undefined}
    >
      <Svg markup={icon(glyph)} />
      <div class="stack picker__said">{children}</div>
    </div>
  )
}
