import { durationOf } from './timing.ts'

/** Where Prometheus finds what it reads. Job names are those by which alerts and dashboards name a service. */
export type Targets = Readonly<Record<string, readonly string[]>>

/** Two nodes of each service on one machine, with the metrics port of deploy/systemd: 1 before the port. */
export const TARGETS: Targets = {
  api: ['127.0.0.1:13001', '127.0.0.1:13011'],
  tickets: ['127.0.0.1:13002', '127.0.0.1:13012'],
  site: ['127.0.0.1:13000', '127.0.0.1:13010'],
  'box-office': ['127.0.0.1:13003'],
  // Disks: the Debian package prometheus-node-exporter, on each machine.
  machines: ['127.0.0.1:9100'],
}

export type PrometheusPlaces = {
  targets: Targets
  /** Addresses whose certificates are watched, by the Debian package prometheus-blackbox-exporter. */
  certificates: readonly string[]
  blackbox: string
  alertmanagers: readonly string[]
  scrapeSeconds: number
  evaluationSeconds: number
}

export const PLACES: PrometheusPlaces = {
  targets: TARGETS,
  certificates: ['tuvens.example:443', 'api.tuvens.example:443', 'tickets.tuvens.example:443'],
  blackbox: '127.0.0.1:9115',
  alertmanagers: ['127.0.0.1:9093'],
  scrapeSeconds: 15,
  evaluationSeconds: 15,
}

/** prometheus.yml. */
export function prometheusConfig(places: PrometheusPlaces) {
  return {
    global: {
      scrape_interval: durationOf(places.scrapeSeconds),
      scrape_timeout: durationOf(Math.min(10, places.scrapeSeconds)),
      evaluation_interval: durationOf(places.evaluationSeconds),
    },
    rule_files: ['rules/*.yml'],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [...places.alertmanagers] }] }] },
    scrape_configs: [
      ...Object.entries(places.targets).map(([job, targets]) => ({
        job_name: job,
        static_configs: [{ targets: [...targets] }],
      })),
      certificateJob(places),
    ],
  }
}

function certificateJob({ certificates, blackbox }: PrometheusPlaces) {
  return {
    job_name: 'certificates',
    metrics_path: '/probe',
    params: { module: ['certificate'] },
    static_configs: [{ targets: [...certificates] }],
    relabel_configs: [
      { source_labels: ['__address__'], target_label: '__param_target' },
      { source_labels: ['__param_target'], target_label: 'instance' },
      { target_label: '__address__', replacement: blackbox },
    ],
  }
}

/** How a drill looks at a certificate of its own: who signed it, and for which name. */
export type OwnCertificate = { ca_file: string; server_name: string }

/** blackbox.yml: a TLS handshake, as browsers do it. */
export function blackboxConfig(own?: OwnCertificate) {
  const tls = own === undefined ? {} : { tls_config: own }
  return { modules: { certificate: { prober: 'tcp', timeout: '8s', tcp: { tls: true, ...tls } } } }
}
