import { OPERATIONS, type OperationName, type Operations, type StreamChange } from './generated.ts'
import { paginate, type PagedName, type PagedInput, type PagedItem } from './paginate.ts'
import { type CallOptions, type ClientOptions, type FullResponse, send } from './send.ts'
import { followStream, type StreamOptions, type StreamReset } from './stream.ts'

type InputOf<N extends OperationName> = Operations[N]['input']
type Arguments<N extends OperationName> =
  Partial<InputOf<N>> extends InputOf<N>
    ? [input?: InputOf<N>, options?: CallOptions]
    : [input: InputOf<N>, options?: CallOptions]

/** A method for each operation: path and query by their names, the body as `body`. */
export type OperationMethods = {
  [N in OperationName]: (...call: Arguments<N>) => Promise<Operations[N]['response']>
}

export type TuvensClient = OperationMethods & {
  /** A call with the status and headers of its response, for example its `ETag`. */
  request: <N extends OperationName>(
    name: N,
    ...call: Arguments<N>
  ) => Promise<FullResponse<Operations[N]['response']>>
  /** Every entry of a list, whose pages are read as they are needed. */
  each: <N extends PagedName>(
    name: N,
    ...call: PagedInput<N>
  ) => AsyncGenerator<PagedItem<N>, void, undefined>
  /** How tickets of events stand: now, and at each change, until the loop ends or the signal is aborted. */
  follow: (options?: StreamOptions) => AsyncGenerator<StreamChange | StreamReset, void, undefined>
}

/**
 * A client of the API. Calls that may be repeated are: those that are idempotent, and writes with an idempotency key, which
 * it makes. @throws TypeError for an API key in a browser: everybody could read it there
 */
export function createClient(options: ClientOptions): TuvensClient {
  if (options.apiKey !== undefined && 'document' in globalThis)
    throw new TypeError('An API key belongs on a server: every visitor of a page could read it')
  const call = (name: OperationName, input: object = {}, callOptions?: CallOptions) =>
    send(options, name, input as Record<string, unknown>, callOptions)
  const names = Object.keys(OPERATIONS) as OperationName[]
  const methods = names.map((name) => [
    name,
    async (input?: object, callOptions?: CallOptions) => (await call(name, input, callOptions)).data,
  ])
  const extras = {
    request: call,
    each: (name: PagedName, input: object = {}, callOptions?: CallOptions) =>
      paginate(call, name, { input, options: callOptions }),
    follow: (streamOptions: StreamOptions = {}) => followStream(options, streamOptions),
  }
  // The table has the operations of the type: both are made from the contract.
  return Object.assign(Object.fromEntries(methods), extras) as TuvensClient
}
