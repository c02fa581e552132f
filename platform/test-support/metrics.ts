import { metricRegistry, startCollecting } from '@tuvens/platform/telemetry/registry'

startCollecting()

type Labels = Readonly<Record<string, string>>

/** The sum of all values of a metric that have these labels; of a histogram by the name of a part: `…_count`, `…_sum`. */
export async function readMetric(name: string, labels: Labels = {}): Promise<number> {
  const metric = metricRegistry.getSingleMetric(name.replace(/_(count|sum)$/, ''))
  if (metric === undefined) throw new Error(`There is no metric ${name}`)
  const { values } = await metric.get()
  return values
    .filter((each) => ('metricName' in each ? each.metricName : name) === name)
    .filter((each) => Object.entries(labels).every(([label, value]) => each.labels[label] === value))
    .reduce((sum, { value }) => sum + value, 0)
}

/** What a metric has risen by since this call: one process holds the metrics of all services of its tests. */
export async function watchMetric(name: string, labels: Labels = {}): Promise<() => Promise<number>> {
  const before = await readMetric(name, labels)
  return async () => (await readMetric(name, labels)) - before
}
