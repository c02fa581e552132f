import { checkCookie, checkHttps, checkSites } from './checks/check-addresses.ts'
import { checkApi, checkKnownToApi } from './checks/check-api.ts'
import { checkClock } from './checks/check-clock.ts'
import { checkDatabase } from './checks/check-database.ts'
import { checkAdmin, checkCors, checkRegistration } from './checks/check-access.ts'
import { checkDates } from './checks/check-dates.ts'
import { checkOrigin, checkPassing } from './checks/check-origin.ts'
import { checkPayments } from './checks/check-payments.ts'
import { checkSignIn } from './checks/check-sign-in.ts'
import { probeUpstream } from './checks/check-upstream.ts'
import { checkVersion } from './checks/check-version.ts'
import { checkWebhook } from './checks/check-webhook.ts'
import type { Check } from './finding.ts'

/** The first check: no other can run without settings. */
export const SETTINGS = { id: 'settings', title: 'Settings can be read' } as const

/** The other checks, in this order (spec 3.6). */
export const CHECKS: readonly Check[] = [
  { id: 'database', title: 'Database opens', run: checkDatabase },
  { id: 'api', title: 'Tuvens API accepts our signature', run: checkApi },
  { id: 'api-origin', title: 'Tuvens API knows this origin', needs: ['api'], run: checkKnownToApi },
  {
    id: 'upstream',
    title: 'Hi.Events answers',
    run: ({ probe, context }) => probeUpstream(probe, context.config),
  },
  { id: 'version', title: 'Hi.Events is 1.8 or later', needs: ['upstream'], run: checkVersion },
  { id: 'login', title: 'Hi.Events lets us sign in', needs: ['upstream'], run: checkSignIn },
  { id: 'cookie', title: 'Login cookie reaches Hi.Events', needs: ['upstream'], run: checkCookie },
  { id: 'origin', title: 'Ticket origin answers', needs: ['database'], run: checkOrigin },
  {
    id: 'passing',
    title: 'Pass-through reaches Hi.Events',
    needs: ['origin', 'upstream'],
    run: checkPassing,
  },
  {
    id: 'webhook',
    title: 'Webhook arrives and verifies',
    needs: ['database', 'upstream', 'login', 'origin'],
    run: checkWebhook,
  },
  { id: 'dates', title: 'Events may have several dates', needs: ['database', 'login'], run: checkDates },
  { id: 'clock', title: 'Clocks agree', needs: ['upstream'], run: checkClock },
  { id: 'cors', title: 'Other sites may not read', needs: ['upstream'], run: checkCors },
  {
    id: 'registration',
    title: 'Registration matches the setting',
    needs: ['origin', 'upstream', 'login'],
    run: checkRegistration,
  },
  { id: 'admin', title: 'Super-admin API is closed', needs: ['origin', 'upstream'], run: checkAdmin },
  { id: 'payments', title: 'Paid tickets can be paid', needs: ['upstream'], run: checkPayments },
  { id: 'sites', title: 'Event sites may embed the widget', needs: ['database'], run: checkSites },
  { id: 'https', title: 'URLs use HTTPS', run: checkHttps },
]

/** The last line: what was created upstream is removed again. */
export const CLEAN_UP = { id: 'clean-up', title: 'No test event is left' } as const
