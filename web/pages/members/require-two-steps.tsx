import { A } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { Confirm, ErrorNote, Loaded, Problem, Switch, useWorkspace } from '#kit'

interface Rule {
  readonly required: boolean
  readonly without: readonly { readonly id: string; readonly name: string }[]
}

/** Whether everybody here has to sign in with two steps, and who does not yet. */
export function RequireTwoSteps(): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  // Where the switch was put, until that is so or is given up.
  const [wish, setWish] = createSignal<boolean>()
  const [error, setError] = createSignal<unknown>()
  const key = () => [workspace().slug, 'two-steps']
  const rule = useQuery(() => ({ queryKey: key(), queryFn: () => workspace().api<Rule>('/tenant/two-steps') }))
  const change = async (required: boolean) => {
    setError(undefined)
    queries.setQueryData(key(), await workspace().api<Rule>('/tenant/two-steps', { method: 'PUT', body: { required } }))
  }
  const flip = (required: boolean) => {
    setWish(required)
    if (!required)
      change(false)
        .catch(setError)
        .finally(() => setWish(undefined))
  }
  return (
    <section aria-labelledby="two-steps" class="card flex flex-col gap-4 p-4 sm:p-6">
      <h2 id="two-steps" class="text-lg font-semibold">
        Two-step sign-in
      </h2>
      <ErrorNote error={error()} />
      <Show when={error() instanceof Problem && (error() as Problem).code === 'kernel.twoStepsOff'}>
        <A
          class="focusable w-fit rounded"
          href={`/profile?two-steps=app&back=${encodeURIComponent(workspace().path('/members'))}`}
        >
          Set it up in your profile
        </A>
      </Show>
      <Loaded query={rule} rows={1}>
        {(found) => (
          <>
            <Show
              when={workspace().can('tenant.secure')}
              fallback={
                <p class="text-soft">
                  {found().required ? 'Everybody who works here signs in with two steps.' : 'It is up to each person.'}{' '}
                  An owner decides this.
                </p>
              }
            >
              <Switch
                label="Ask everybody for it"
                hint="Who has not set it up cannot open this workspace until they have. API keys go on working."
                checked={wish() ?? found().required}
                onChange={flip}
              />
            </Show>
            <Without rule={found()} />
            <Show when={wish() === true}>
              <Confirm
                open
                title="Ask everybody for two-step sign-in?"
                action="Ask everybody"
                onClose={() => setWish(undefined)}
                onConfirm={() => change(true).catch(setError)}
              >
                {found().without.length === 0
                  ? 'Everybody who works here has it already.'
                  : `${found().without.length === 1 ? 'One person has' : `${found().without.length} people have`} not set it up. They are shown how when they come here next, and cannot work here before that.`}
              </Confirm>
            </Show>
          </>
        )}
      </Loaded>
    </section>
  )
}

function Without(props: { readonly rule: Rule }): JSX.Element {
  return (
    <Show when={props.rule.without.length > 0} fallback={<p class="text-soft">Everybody here has set it up.</p>}>
      <div>
        <p class="font-medium">Not set up yet</p>
        <ul class="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-soft">
          <For each={props.rule.without}>{({ name }) => <li class="[overflow-wrap:anywhere]">{name}</li>}</For>
        </ul>
      </div>
    </Show>
  )
}
