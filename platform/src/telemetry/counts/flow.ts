import { OUTCOMES } from './outcome.ts'
import { counter } from '../registry.ts'

/**
 * The API counts the clicks for which it issues no session, the ticket origin the landings: so each click counts once,
 * and a landing that is tried again counts each time.
 */
export const flows = counter({
  name: 'tuvens_flow_total',
  help: 'Ways of an organiser from the click on Enable ticketing to the ticket system',
  labels: { outcome: OUTCOMES },
})
