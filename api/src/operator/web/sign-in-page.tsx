import type { ConsolePage } from './page.tsx'

export function signInPage({ next, isRefused }: { next: string; isRefused: boolean }): ConsolePage {
  return {
    title: isRefused ? 'Error: Sign in' : 'Sign in',
    width: 'form',
    body: (
      <>
        <h1>Sign in to the console</h1>
        {isRefused && (
          <div class="notice notice--bad" role="alert">
            <p>This is no operator's token. Enter the secret of your entry in OPERATOR_TOKENS.</p>
          </div>
        )}
        <form class="panel stack" method="post" action="/sign-in">
          <input type="hidden" name="next" value={next} />
          <div class="field">
            <label for="token">Operator's token</label>
            <input id="token" name="token" type="password" autocomplete="current-password" required />
          </div>
          <button class="button button--primary" type="submit">
            Sign in
          </button>
        </form>
      </>
    ),
  }
}
