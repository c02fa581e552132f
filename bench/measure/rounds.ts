/** One of those compared, doing the same work as the others. `S` is what one phase of one round comes to. */
export type Subject<P extends string, S> = { name: string; phases: Record<P, () => Promise<S>> }

/** Samples by phase and subject, one a round. */
export type Rounds<P extends string, S> = Record<P, Record<string, S[]>>

/**
 * Lets the subjects take turns, phase by phase, each round beginning with another one. A first round, of which nothing
 * is kept, warms them up: what disturbs this machine for a while disturbs all of them alike.
 */
export async function takeTurns<P extends string, S>(
  subjects: readonly Subject<P, S>[],
  phases: readonly P[],
  rounds: number,
): Promise<Rounds<P, S>> {
  const kept = Object.fromEntries(phases.map((phase) => [phase, emptyOf(subjects)])) as Rounds<P, S>
  for (let round = 0; round <= rounds; round++) {
    for (const [phase, subject] of turnsOf(subjects, phases, round)) {
      const sample = await subject.phases[phase]()
      if (round > 0) kept[phase][subject.name]?.push(sample)
    }
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
): [P, Subject<P, S>][] {
  const first = round % subjects.length
  const order = [...subjects.slice(first), ...subjects.slice(0, first)]
  return phases.flatMap((phase) => order.map((subject): [P, Subject<P, S>] => [phase, subject]))
}
