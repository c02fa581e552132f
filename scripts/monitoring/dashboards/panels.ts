import {
  SortOrder,
  TooltipDisplayMode,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common'
import { type DataSourceRef, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard'
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus'
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat'
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table'
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries'
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog'
import { PROMETHEUS } from './datasources.ts'

/** A line of a graph: its query and the name of each series, such as `{{outcome}}`. */
export type Line = [expr: string, legend: string]

/** Units of Grafana. */
type Unit = 's' | 'reqps' | 'percentunit' | 'short' | 'bytes' | 'ops'

export type GraphOptions = { unit?: Unit; max?: number; about?: string }

/** Lines over time, a third of a row wide. */
export function graph(title: string, lines: Line[], { unit = 'short', max, about }: GraphOptions = {}) {
  const panel = new TimeseriesBuilder()
    .title(title)
    .datasource(PROMETHEUS)
    .unit(unit)
    .min(0)
    .span(8)
    .height(7)
    .fillOpacity(8)
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
    .targets(lines.map(([expr, legend], index) => query(expr, legend, index)))
  if (max !== undefined) panel.max(max)
  return about === undefined ? panel : panel.description(about)
}

/** One number: the last value. */
export function stat(title: string, expr: string, unit: Unit = 'short') {
  return new StatBuilder()
    .title(title)
    .datasource(PROMETHEUS)
    .unit(unit)
    .decimals(unit === 'percentunit' ? 2 : 0)
    .span(4)
    .height(4)
    .withTarget(query(expr, '', 0))
}

/** Rows of a database. */
export function table(title: string, source: DataSourceRef, rawSql: string) {
  return new TableBuilder()
    .title(title)
    .datasource(source)
    .span(24)
    .height(8)
    .withTarget(sqlQuery(source, rawSql, 'table'))
}

/** One number of a database. */
export function sqlStat(title: string, source: DataSourceRef, rawSql: string) {
  return new StatBuilder()
    .title(title)
    .datasource(source)
    .span(4)
    .height(4)
    .withTarget(sqlQuery(source, rawSql, 'table'))
}

/** Counts of a database over time: the query selects `time`, `metric` and `value`. */
export function sqlGraph(title: string, source: DataSourceRef, rawSql: string) {
  return new TimeseriesBuilder()
    .title(title)
    .datasource(source)
    .min(0)
    .span(12)
    .height(7)
    .withTarget(sqlQuery(source, rawSql, 'time_series'))
}

/** A counter per second, one line for each combination of labels. */
export function rateBy(labels: string, metric: string, matchers = ''): Line {
  const legend = labels
    .split(', ')
    .map((label) => `{{${label}}}`)
    .join(' ')
  return [`sum by (${labels}) (rate(${metric}${braced(matchers)}[$__rate_interval]))`, legend]
}

/** The median and the 99th percentile of a histogram. */
export function quantiles(metric: string, label?: string, matchers = ''): Line[] {
  const by = label === undefined ? 'le' : `${label}, le`
  const buckets = `sum by (${by}) (rate(${metric}_bucket${braced(matchers)}[$__rate_interval]))`
  const name = label === undefined ? '' : `{{${label}}} `
  return [
    [`histogram_quantile(0.5, ${buckets})`, `${name}p50`],
    [`histogram_quantile(0.99, ${buckets})`, `${name}p99`],
  ]
}

function braced(matchers: string): string {
  return matchers === '' ? '' : `{${matchers}}`
}

export function row(title: string) {
  return new RowBuilder(title)
}

function query(expr: string, legend: string, index: number) {
  return new DataqueryBuilder()
    .datasource(PROMETHEUS)
    .refId(String.fromCharCode(65 + index))
    .expr(expr)
    .legendFormat(legend)
    .range()
}

type SqlFormat = 'table' | 'time_series'
/** The query of Grafana's PostgreSQL data source, for which the SDK has no builder. */
export type SqlQuery = Dataquery & {
  refId: string
  datasource: DataSourceRef
  rawQuery: true
  rawSql: string
  format: SqlFormat
}

function sqlQuery(datasource: DataSourceRef, rawSql: string, format: SqlFormat): Builder<SqlQuery> {
  const own = { refId: 'A', datasource, rawQuery: true, editorMode: 'code', rawSql, format } as const
  return { build: () => Object.assign({ _implementsDataqueryVariant: () => {} }, own) }
}
