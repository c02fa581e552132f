import type { JSX } from 'preact'
import type { FlagOverview } from '../../flags/overview.ts'
import type { PathCounts } from '../../flags/path-counts.ts'
import type { FlagChangeRow } from '../../flags/store.ts'
import type { ConsolePage } from '../web/page.tsx'
import { At, Badge, Table } from '../web/parts.tsx'
import type { FlagDecision, FoundFlags } from './found.ts'

export function flagsPage({ flags, changes }: FoundFlags, changed: string | undefined): ConsolePage {
  return {
    title: 'Flags',
    width: 'wide',
    ...(changed !== undefined && {
      done: `The flag ${changed} is changed. Every node follows within two seconds.`,
    }),
    body: (
      <>
        <h1>Flags</h1>
        {flags.map((flag) => (
          <Flag flag={flag} />
        ))}
        <h2>Changes</h2>
        <Changes changes={changes} />
      </>
    ),
  }
}

export function decisionPage({ name, account_id: account, is_on: isOn, reason }: FlagDecision): ConsolePage {
  return {
    title: name,
    body: (
      <>
        <h1>{name}</h1>
        <p>{`It is ${isOn ? 'on' : 'off'} for account ${account} (${reason}).`}</p>
      </>
    ),
  }
}

function Flag({ flag }: { flag: FlagOverview }): JSX.Element {
  const { name, summary, rollout, paths } = flag
  return (
    <section class="panel stack" aria-label={name}>
      <h2>
        {name} <State flag={flag} />
      </h2>
      <p>{summary}</p>
      <p class="muted">
        {`${rollout.percent} % of accounts`}
        {rollout.accounts.length > 0 && `, always ${rollout.accounts.join(', ')}`}
        {rollout.except_accounts.length > 0 && `, never ${rollout.except_accounts.join(', ')}`}
        {rollout.targeting !== null && ', by a targeting rule first'}
      </p>
      <p class="muted">{`On: ${countsOf(paths.on)}. Off: ${countsOf(paths.off)}.`}</p>
      <form class="stack" method="post" action="/flags/change">
        <input type="hidden" name="name" value={name} />
        <div class="filters">
          <Field name="percent" label="Percent" flag={name} value={String(rollout.percent)} />
          <Field name="reason" label="Reason" flag={name} value="" />
        </div>
        <div class="row">
          <Act action="set">Set the percentage</Act>
          {flag.is_on ? <Act action="off">Switch off for everyone</Act> : <Act action="on">Turn on</Act>}
        </div>
      </form>
    </section>
  )
}

function State({ flag: { is_on: isOn, rolled_back_at: at } }: { flag: FlagOverview }): JSX.Element {
  if (isOn) return <Badge tone="good">on</Badge>
  return at === null ? <Badge tone="neutral">off</Badge> : <Badge tone="bad">turned off by its guard</Badge>
}

type FieldProps = { name: string; label: string; flag: string; value: string }

function Field({ name, label, flag, value }: FieldProps): JSX.Element {
  const id = `${flag}-${name}`
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} name={name} value={value} autocomplete="off" />
    </div>
  )
}

function Act({ action, children }: { action: string; children: string }): JSX.Element {
  return (
    <button class="button button--small" type="submit" name="action" value={action}>
      {children}
    </button>
  )
}

function Changes({ changes }: { changes: readonly FlagChangeRow[] }): JSX.Element {
  return (
    <Table
      rows={changes}
      empty="No flag was changed yet."
      columns={[
        { title: 'When (UTC)', cell: ({ at }) => <At at={at} /> },
        { title: 'Flag', cell: ({ flag }) => flag },
        {
          title: 'What',
          cell: ({ action, after }) => `${action.replace('_', ' ')}, ${after.rollout.percent} %`,
        },
        { title: 'Who', cell: ({ actor }) => actor },
        { title: 'Why', cell: ({ reason }) => reason },
      ]}
    />
  )
}

function countsOf({ calls, failed, slow }: PathCounts): string {
  return `${calls} calls, ${failed} failed, ${slow} slow`
}
