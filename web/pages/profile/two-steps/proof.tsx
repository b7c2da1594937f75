import { createSignal, type JSX, Show } from 'solid-js'
import { Button, createForm, Dialog, ErrorNote, Problem, TextField } from '#kit'
import { api, user } from '../../../shell/session.ts'

export interface Proof {
  /** Does it; when the API wants to know first that it is still the same person, asks for the password and does it then. */
  readonly run: <Result>(action: () => Promise<Result>) => Promise<Result>
  /** Where the question appears. */
  readonly Question: () => JSX.Element
}

/** Changes of how somebody signs in want a sign-in of the last ten minutes, or the password. */
export function createProof(): Proof {
  const [waiting, setWaiting] = createSignal<(isProven: boolean) => void>()
  const settle = (isProven: boolean) => {
    const resolve = waiting()
    setWaiting(undefined)
    resolve?.(isProven)
  }
  const ask = () => new Promise<boolean>((resolve) => setWaiting(() => resolve))
  return {
    run: async (action) => {
      try {
        return await action()
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== 'kernel.proofNeeded') throw error
        if (!(await ask())) throw new Problem(0, { title: 'Nothing was changed' })
        return action()
      }
    },
    Question: () => (
      <Show when={waiting()}>
        <PasswordQuestion close={() => settle(false)} done={() => settle(true)} />
      </Show>
    ),
  }
}

function PasswordQuestion(props: { readonly close: () => void; readonly done: () => void }): JSX.Element {
  const form = createForm(async (data) => {
    await api('/auth/confirm', { method: 'POST', body: { password: String(data.get('password')) } })
    props.done()
  })
  return (
    <Dialog title="Is it still you?" open onClose={props.close}>
      <form class="flex flex-col gap-4" onSubmit={form.onSubmit} novalidate>
        <p class="text-soft">You signed in a while ago. Write your password, so that nobody changes this for you.</p>
        <ErrorNote error={form.error()} />
        <input type="text" name="username" autocomplete="username" value={user()?.email ?? ''} readonly hidden />
        <TextField
          label="Password"
          name="password"
          type="password"
          autocomplete="current-password"
          autofocus
          error={form.wrong('password')}
        />
        <div class="flex flex-wrap justify-end gap-2">
          <Button onClick={() => props.close()}>Cancel</Button>
          <Button type="submit" look="primary" busy={form.busy()}>
            Go on
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
