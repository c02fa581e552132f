import type { RelayContext } from '../relay/context.ts'
import type { WebContext } from '../web/context.ts'
import type { Guesses } from './guesses.ts'

export type LandingContext = RelayContext & WebContext & { guesses: Guesses }
