import { headingOf, PHASES } from '@tuvens/design'
import type { JSX } from 'preact'
import { Icon } from '../../kit/layout/icon.tsx'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'

export function Published({ managed: { settings, event, phase } }: { managed: ManagedEvent }): JSX.Element {
  const { icon, tone } = PHASES[phase]
  return (
    <div class={`notice notice--${tone} celebrate`} role="status">
      <Icon name={icon} size={32} />
      <div class="stack stack--tight">
        <h1>{headingOf(phase)}</h1>
        <p>Everyone who has your event page open sees it now.</p>
        <div class="row">
          {settings.website_url ? (
            <a class="button button--primary" href={settings.website_url}>
              View event page
            </a>
          ) : (
            <a class="button button--primary" href={`/event/${event.id}`}>
              View ticket page
            </a>
          )}
          <a class="button" href={managePath(event.id)}>
            Go to overview
          </a>
        </div>
      </div>
    </div>
  )
}
