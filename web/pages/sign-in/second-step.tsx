import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import { Button, createForm, ErrorNote, Problem, TextField, Tick } from '#kit'
import { type SecondStep as Asked, api, signIn } from '../../shell/session.ts'
import { Outside } from '../outside.tsx'
import { askPasskey, canUsePasskeys } from './passkey.ts'

type Method = Asked['methods'][number]

const leads: Readonly<Record<Method, string>> = {
  totp: 'Write the code that your app shows for this platform.',
  passkey: 'Use your passkey: your fingerprint, your face or the lock of your screen.',
  backupCode: 'Write one of the backup codes that you kept. Each works once.',
}
const switches: Readonly<Record<Method, string>> = {
  totp: 'Use the code of my app',
  passkey: 'Use a passkey',
  backupCode: 'Use a backup code',
}

export interface SecondStepProps {
  readonly step: Asked
  readonly done: () => void
  readonly startOver: () => void
}

/** The second step of signing in: a code, a passkey or a backup code. */
export function SecondStep(props: SecondStepProps): JSX.Element {
  const methods = () => props.step.methods.filter((method) => method !== 'passkey' || canUsePasskeys())
  const [method, setMethod] = createSignal<Method>(methods()[0] ?? 'backupCode')
  const [trusts, setTrusts] = createSignal(false)
  const form = createForm(async (data) => {
    const token = props.step.token
    const proof =
      method() === 'passkey' ? { passkey: await usePasskey(token) } : { [fieldOf(method())]: String(data.get('code')) }
    await signIn('/auth/login/second-step', { token, ...proof, trustDevice: trusts() })
    props.done()
  })
  const isOver = () => form.error() instanceof Problem && (form.error() as Problem).code === 'kernel.signInOver'
  return (
    <Outside title="One more step" lead={leads[method()]}>
      <form class="flex flex-col gap-4" onSubmit={form.onSubmit} novalidate>
        <ErrorNote error={form.error()} {...(isOver() ? { retry: props.startOver } : {})} />
        <Switch>
          <Match when={method() === 'totp'}>
            <CodeField label="Code" inputmode="numeric" autocomplete="one-time-code" error={form.wrong('code')} />
          </Match>
          <Match when={method() === 'backupCode'}>
            <CodeField label="Backup code" autocomplete="off" error={form.wrong('backupCode')} />
          </Match>
        </Switch>
        <Tick
          name="trust"
          label="Do not ask again in this browser for 30 days"
          hint="Only where nobody else uses it."
          checked={trusts()}
          onChange={setTrusts}
        />
        <Button type="submit" look="primary" busy={form.busy()}>
          {method() === 'passkey' ? 'Use my passkey' : 'Sign in'}
        </Button>
      </form>
      <div class="flex flex-col gap-2 border-t border-line pt-4">
        <For each={methods().filter((other) => other !== method())}>
          {(other) => <Button onClick={() => setMethod(other)}>{switches[other]}</Button>}
        </For>
        <Button look="quiet" onClick={() => props.startOver()}>
          Start over
        </Button>
      </div>
      <Show when={method() === 'backupCode'}>
        <p class="text-sm text-soft">
          Is everything gone, the app, the passkey and the codes? Nobody here can let you in without them. Ask an owner
          of your workspace to invite another email address of yours.
        </p>
      </Show>
    </Outside>
  )
}

interface CodeFieldProps {
  readonly label: string
  readonly inputmode?: 'numeric'
  readonly autocomplete: string
  readonly error: string | undefined
}

function CodeField(props: CodeFieldProps): JSX.Element {
  return (
    <TextField
      label={props.label}
      name="code"
      inputmode={props.inputmode ?? 'text'}
      autocomplete={props.autocomplete}
      autocapitalize="none"
      spellcheck={false}
      class="font-mono text-lg"
      ref={(field) => queueMicrotask(() => field.focus())}
      error={props.error}
    />
  )
}

function fieldOf(method: Method): string {
  return method === 'totp' ? 'code' : 'backupCode'
}

async function usePasskey(token: string) {
  const options = await api<PublicKeyCredentialRequestOptionsJSON>('/auth/login/second-step/passkey', {
    method: 'POST',
    body: { token },
  })
  return askPasskey(options)
}
