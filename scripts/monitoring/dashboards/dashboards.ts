import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard'
import { loopDashboard } from './loop.ts'
import { apiDashboard, siteDashboard, ticketsDashboard } from './service.ts'
import { tenantDashboard } from './tenant.ts'

/** All dashboards by the name of their file. */
export function dashboards(): Record<string, Dashboard> {
  return {
    loop: loopDashboard(),
    api: apiDashboard(),
    tickets: ticketsDashboard(),
    site: siteDashboard(),
    account: tenantDashboard(),
  }
}
