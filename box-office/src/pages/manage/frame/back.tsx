import type { ComponentChildren, JSX } from 'preact'
import { Icon } from '../../kit/layout/icon.tsx'

export function Back({ to, children }: { to: string; children: ComponentChildren }): JSX.Element {
  return (
    <p>
      <a class="with-icon" href={to}>
        <Icon name="back" size={20} /> {children}
      </a>
    </p>
  )
}
