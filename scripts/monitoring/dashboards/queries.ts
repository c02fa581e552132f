import type { DataSourceRef, Panel, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard'

/** A query of a panel: PromQL, or SQL of one of the databases. */
export type PanelQuery = { refId: string; datasource: DataSourceRef } & (
  | { expr: string }
  | { rawSql: string; format: 'table' | 'time_series' }
)

/** The queries of panels. The type of the SDK says nothing about them, because each data source has its own. */
export function queriesOf(panels: readonly (Panel | RowPanel)[]): PanelQuery[] {
  const targets: object[] = panels.flatMap((panel) => ('targets' in panel ? (panel.targets ?? []) : []))
  return targets.filter(isQuery)
}

function isQuery(target: object): target is PanelQuery {
  return 'datasource' in target && 'refId' in target && ('expr' in target || 'rawSql' in target)
}
