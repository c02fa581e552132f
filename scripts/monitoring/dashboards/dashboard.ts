import type { Builder } from '@grafana/grafana-foundation-sdk/cog'
import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  type Panel,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard'
import { row } from './panels.ts'

export type DashboardOptions = {
  uid: string
  title: string
  variables?: Builder<VariableModel>[]
  /** Rows with their panels. */
  rows: [title: string, panels: Builder<Panel>[]][]
}

/** One page of Grafana. Panels are numbered in their order. */
export function dashboard({ uid, title, variables = [], rows }: DashboardOptions): Dashboard {
  const made = new DashboardBuilder(title)
    .uid(uid)
    .tags(['tuvens'])
    .timezone('browser')
    .readonly()
    .refresh('30s')
    .time({ from: 'now-6h', to: 'now' })
    .tooltip(DashboardCursorSync.Crosshair)
    .variables(variables)
  for (const [name, panels] of rows) {
    made.withRow(row(name))
    for (const panel of panels) made.withPanel(panel)
  }
  const built = made.build()
  for (const [index, panel] of (built.panels ?? []).entries()) panel.id = index + 1
  return built
}
