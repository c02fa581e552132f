import { durationOf } from '@tuvens/platform/text/duration'
import { ProblemPage } from './kit/layout/problem-page.tsx'

/** Says when the form can be sent again. */
export function TooManyPage({ seconds }: { seconds: number }) {
  return (
    <ProblemPage
      title="That was very fast"
      icon="clock"
      actions={
        <a class="button button--primary" href="">
          Back to the page
        </a>
      }
    >
      <p class="muted">
        Many forms came from here within a minute. Wait {durationOf(seconds)}, then send it again.
      </p>
    </ProblemPage>
  )
}
