import { A, useSearchParams } from '@solidjs/router'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { Badge, Button, createPanel, Dialog, Loaded, Note, notify } from '#kit'
import { safePath } from '../../../shell/safe-path.ts'
import { api } from '../../../shell/session.ts'
import { canUsePasskeys } from '../../sign-in/passkey.ts'
import { BackupCodes } from './backup-codes.tsx'
import { createProof } from './proof.tsx'
import { type TwoSteps, useRefreshSignIn, useTwoSteps } from './queries.ts'
import { type Codes, type PartProps, Questions } from './questions.tsx'
import { TrustedDevices } from './trusted-devices.tsx'

/** Two-step sign-in: on or off, with what, and what to do when the phone is gone. */
export function TwoStepsSection(): JSX.Element {
  const steps = useTwoSteps()
  const proof = createProof()
  const panel = createPanel('two-steps')
  const [codes, setCodes] = createSignal<Codes>(null)
  const show = (fresh: Codes) => {
    panel.close()
    setCodes(fresh)
    if (fresh === null) notify.done('Done')
  }
  return (
    <section id="two-steps" aria-labelledby="two-steps-title" class="card flex flex-col gap-4 p-4 sm:p-6">
      <Loaded query={steps} rows={2}>
        {(found) => (
          <>
            <Heading steps={found()} />
            <Show when={found().since !== null} fallback={<Off steps={found()} proof={proof} show={show} />}>
              <On steps={found()} />
            </Show>
            <Questions steps={found()} proof={proof} show={show} />
          </>
        )}
      </Loaded>
      <Show when={codes()}>
        {(fresh) => (
          <Dialog title="Your backup codes" open onClose={() => setCodes(null)}>
            <div class="flex flex-col gap-4">
              <BackupCodes codes={fresh()} />
              <div class="flex flex-wrap justify-end gap-2">
                <WayBack />
                <Button look="primary" onClick={() => setCodes(null)}>
                  I have kept them
                </Button>
              </div>
            </div>
          </Dialog>
        )}
      </Show>
      <proof.Question />
    </section>
  )
}

function Heading(props: { readonly steps: TwoSteps }): JSX.Element {
  return (
    <div>
      <h2 id="two-steps-title" class="flex flex-wrap items-center gap-3 text-lg font-semibold">
        Two-step sign-in
        <Badge tone={props.steps.since === null ? 'plain' : 'good'}>{props.steps.since === null ? 'Off' : 'On'}</Badge>
      </h2>
      <p class="mt-1 text-soft">
        After your password we ask for something that only you have. Whoever learns your password still cannot get in.
      </p>
      <For each={props.steps.since === null ? props.steps.requiredBy : []}>
        {({ name }) => (
          <div class="mt-3">
            <Note icon="i-lucide-shield-alert">{name} asks everybody for it. Set it up here to get back in.</Note>
          </div>
        )}
      </For>
    </div>
  )
}

function Off(props: PartProps): JSX.Element {
  const panel = createPanel('two-steps')
  const refresh = useRefreshSignIn()
  const usePasskey = () =>
    props.proof
      .run(() => api<{ backupCodes: Codes }>('/auth/two-steps', { method: 'PUT', body: { on: true } }))
      .then(async ({ backupCodes }) => {
        await refresh()
        props.show(backupCodes)
      })
      .catch(notify.failed)
  return (
    <div class="flex flex-wrap gap-2">
      <Button look="primary" icon="i-lucide-smartphone" onClick={() => panel.open('app')}>
        Set up an app
      </Button>
      <Show when={props.steps.passkeys > 0 && canUsePasskeys()}>
        <Button icon="i-lucide-fingerprint" onClick={() => void usePasskey()}>
          Use my passkey
        </Button>
      </Show>
    </div>
  )
}

function On(props: { readonly steps: TwoSteps }): JSX.Element {
  const panel = createPanel('two-steps')
  const fewLeft = () => props.steps.backupCodesLeft <= 3
  return (
    <div class="flex flex-col gap-4">
      <ul class="flex flex-col gap-3">
        <Line
          title="App that shows codes"
          state={props.steps.hasApp ? 'Set up' : 'Not set up'}
          action={props.steps.hasApp ? 'Remove app' : 'Set up an app'}
          press={() => panel.open(props.steps.hasApp ? 'remove-app' : 'app')}
        />
        <Line
          title="Passkeys"
          state={props.steps.passkeys === 0 ? 'None; add one below' : `${props.steps.passkeys}, listed below`}
        />
        <Line
          title="Backup codes"
          state={`${props.steps.backupCodesLeft} left${fewLeft() ? '. Make new ones soon' : ''}`}
          warns={fewLeft()}
          action="Make new codes"
          press={() => panel.open('codes')}
        />
      </ul>
      <TrustedDevices />
      <div class="border-t border-line pt-4">
        <Button onClick={() => panel.open('off')}>Turn off two-step sign-in</Button>
      </div>
    </div>
  )
}

interface LineProps {
  readonly title: string
  readonly state: string
  readonly warns?: boolean
  readonly action?: string
  readonly press?: () => void
}

function Line(props: LineProps): JSX.Element {
  return (
    <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
      <div>
        <p class="font-medium">{props.title}</p>
        <p class={`text-sm ${props.warns === true ? 'text-warn' : 'text-soft'}`}>{props.state}</p>
      </div>
      <Show when={props.action}>
        {(action) => (
          <Button look="quiet" onClick={() => props.press?.()}>
            {action()}
          </Button>
        )}
      </Show>
    </li>
  )
}

/** To the workspace that sent somebody here. */
function WayBack(): JSX.Element {
  const [search] = useSearchParams<{ back: string }>()
  return (
    <Show when={search.back}>
      {(back) => (
        <A class="focusable inline-flex min-h-10 items-center rounded px-2" href={safePath(back())}>
          Back to the workspace
        </A>
      )}
    </Show>
  )
}
