import { type JSX, Match, Show, Switch } from 'solid-js'
import { Confirm, createPanel } from '#kit'
import { api } from '../../../shell/session.ts'
import type { Proof } from './proof.tsx'
import { type TwoSteps, useRefreshSignIn } from './queries.ts'
import { SetUpApp } from './set-up-app.tsx'

export type Codes = readonly string[] | null

export interface PartProps {
  readonly steps: TwoSteps
  readonly proof: Proof
  /** Shows fresh backup codes, or that it is done. */
  readonly show: (codes: Codes) => void
}

/** The questions that the section asks, each at an address of its own. */
export function Questions(props: PartProps): JSX.Element {
  const panel = createPanel('two-steps')
  const refresh = useRefreshSignIn()
  const change = async (path: string, method: 'DELETE' | 'PUT' | 'POST', body?: unknown) => {
    const answer = await props.proof.run(() =>
      api<{ backupCodes: Codes } | undefined>(path, { method, ...(body === undefined ? {} : { body }) }),
    )
    await refresh()
    props.show(answer?.backupCodes ?? null)
  }
  const isOn = () => props.steps.since !== null
  return (
    <Switch>
      <Match when={panel.value() === 'app' && !props.steps.hasApp}>
        <SetUpApp proof={props.proof} close={panel.close} done={props.show} />
      </Match>
      <Match when={panel.value() === 'codes' && isOn()}>
        <Confirm
          open
          title="Make new backup codes?"
          action="Make new codes"
          onClose={panel.close}
          onConfirm={() => change('/auth/backup-codes', 'POST')}
        >
          The codes that you have now stop working at once.
        </Confirm>
      </Match>
      <Match when={panel.value() === 'remove-app' && props.steps.hasApp}>
        <Confirm
          open
          title="Remove the app?"
          action="Remove app"
          onClose={panel.close}
          onConfirm={() => change('/auth/totp', 'DELETE')}
        >
          {props.steps.passkeys > 0
            ? 'From now on your passkey is the second step.'
            : 'There is no other second step, so two-step sign-in is turned off.'}{' '}
          <Locked steps={props.steps} />
        </Confirm>
      </Match>
      <Match when={panel.value() === 'off' && isOn()}>
        <Confirm
          open
          title="Turn off two-step sign-in?"
          action="Turn it off"
          onClose={panel.close}
          onConfirm={() => change('/auth/two-steps', 'PUT', { on: false })}
        >
          From now on your password alone signs you in. Your app and your backup codes are forgotten; passkeys stay.{' '}
          <Locked steps={props.steps} />
        </Confirm>
      </Match>
    </Switch>
  )
}

function Locked(props: { readonly steps: TwoSteps }): JSX.Element {
  const names = () => props.steps.requiredBy.map(({ name }) => name).join(', ')
  return <Show when={names()}>{(list) => <>Without two-step sign-in you cannot open {list()}.</>}</Show>
}
