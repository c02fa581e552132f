/** One of the servers or functions that are compared. All do the same work; `S` is the sample of one phase in one round. */
export type Subject<P extends string, S> = { name: string; phases: Record<P, () => Promise<S>> }

/** One sample for each round, by phase and subject. */
export type Rounds<P extends string, S> = Record<P, Record<string, S[]>>

/**
 * Runs the subjects in turns, phase by phase; each round begins with another subject, so that a disturbance of the
 * machine affects all of them. The first round warms up and is not kept.
 */
export async function takeTurns<P extends string, S>(
  subjects: readonly Subject<P, S>[],
  phases: readonly P[],
  rounds: number,
): Promise<Rounds<P, S>> {
  const kept = Object.fromEntries(phases.map((phase) => [phase, emptyOf(subjects)])) as Rounds<P, S>
  const turns = Array.from({ length: rounds + 1 }, (_, round) => turnsOf(subjects, phases, round)).flat()
  for (const { round, phase, subject } of turns) {
    const sample = await subject.phases[phase]()
    if (round > 0) kept[phase][subject.name]?.push(sample)
  }
  return kept
}

function emptyOf<P extends string, S>(subjects: readonly Subject<P, S>[]): Record<string, S[]> {
  return Object.fromEntries(subjects.map(({ name }) => [name, []]))
}

function turnsOf<P extends string, S>(
  subjects: readonly Subject<P, S>[],
  phases: readonly P[],
  round: number,
): { round: number; phase: P; subject: Subject<P, S> }[] {
  const first = round % subjects.length
  const order = [...subjects.slice(first), ...subjects.slice(0, first)]
  return phases.flatMap((phase) => order.map((subject) => ({ round, phase, subject })))
}
