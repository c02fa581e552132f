import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/dashboard'

export const PROMETHEUS: DataSourceRef = { type: 'prometheus', uid: 'prometheus' }
const POSTGRES = 'grafana-postgresql-datasource'
export const API_DATABASE: DataSourceRef = { type: POSTGRES, uid: 'tuvens-api-database' }
export const TICKETS_DATABASE: DataSourceRef = { type: POSTGRES, uid: 'tuvens-tickets-database' }

/** grafana/provisioning/datasources. Passwords come from the environment of Grafana. */
export function datasourcesConfig() {
  return {
    apiVersion: 1,
    datasources: [
      {
        name: 'Prometheus',
        type: PROMETHEUS.type,
        uid: PROMETHEUS.uid,
        url: '${PROMETHEUS_URL}',
        isDefault: true,
        jsonData: { timeInterval: '15s', httpMethod: 'POST' },
      },
      database('Database of the API', API_DATABASE, 'API'),
      database('Database of the ticket origin', TICKETS_DATABASE, 'TICKETS'),
    ],
  }
}

function database(name: string, { type, uid }: DataSourceRef, prefix: string) {
  return {
    name,
    type,
    uid,
    url: `\${${prefix}_DATABASE_HOST}`,
    user: 'tuvens_reader',
    secureJsonData: { password: '${READER_PASSWORD}' },
    jsonData: { database: `\${${prefix}_DATABASE_NAME}`, sslmode: '${DATABASE_SSLMODE}', maxOpenConns: 2 },
  }
}

/** grafana/provisioning/dashboards. */
export function dashboardsConfig() {
  return {
    apiVersion: 1,
    providers: [
      {
        name: 'tuvens',
        folder: 'Tuvens',
        type: 'file',
        allowUiUpdates: false,
        options: { path: '/var/lib/grafana/dashboards' },
      },
    ],
  }
}
