type Env = Readonly<Record<string, string | undefined>>

/** The services whose settings a command may need. */
export type ConfiguredService = 'api' | 'tickets' | 'boxOffice'

/** What a command of `npm run ops` gets. */
export type OpsIo = {
  /** The environment of the process. */
  env: Env
  /** The folder `.data`. */
  data: string
  root: string
  /** Whether the caller wants one JSON document on stdout instead of text. */
  json: boolean
  /** Writes a line of text: to stdout, or to stderr with `--json`. */
  print: (text: string) => void
  /** Writes a part of a file to stdout as it is. Resolves when the reader can take more. */
  write: (bytes: Uint8Array) => Promise<void>
  /** Gives the result of the command: printed with `--json`, ignored without. At most once. */
  result: (value: unknown) => void
  /**
   * The settings of a service: of the files of `--env-file`, else of the environment, else of the `npm start` that runs in this folder.
   *
   * @throws PlainError when the file does not exist
   */
  settings: (service: ConfiguredService) => Env
  /** Runs `close` when the command ends or is interrupted. Closers run in reverse order. */
  onExit: (close: () => unknown) => void
}

export type OpsCommand = {
  /** One or two words, for example `secrets check`. */
  name: string
  /** One line for the list of commands. */
  summary: string
  /** What `--help` prints: the forms of the command, its options and what its exit codes mean. */
  usage: string
  /**
   * @param args what follows the name, without `--json`, `--help` and `--env-file`
   * @returns 0 when all is well, 1 when a fault was found, 2 for wrong usage
   * @throws PlainError when the command cannot run: exit code 2
   */
  run: (args: string[], io: OpsIo) => Promise<number>
}
