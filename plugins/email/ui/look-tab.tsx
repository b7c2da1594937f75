import { useSearchParams } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { Choice, LinkButton, Loaded, useWorkspace } from '#kit'
import type { Sample } from '../contract.ts'
import { useSamples } from './queries.ts'
import { firstOf } from './query-string.ts'

/** Samples of mail with the workspace's name, picture and colour. */
export function LookTab(): JSX.Element {
  const workspace = useWorkspace()
  const samples = useSamples()
  return (
    <div class="flex flex-col gap-4">
      <div class="flex flex-wrap items-center justify-between gap-3">
        <p class="min-w-0 flex-1 basis-60 text-soft">
          Your mail carries the name, picture and colour of your workspace. These are samples; nobody gets them.
        </p>
        <Show when={workspace().can('tenant.manage')}>
          <LinkButton href={workspace().path('/settings')} icon="i-lucide-palette">
            Change picture and colour
          </LinkButton>
        </Show>
      </div>
      <Loaded query={samples} rows={6}>
        {(found) => <Samples samples={found().data} />}
      </Loaded>
    </div>
  )
}

function Samples(props: { readonly samples: readonly Sample[] }): JSX.Element {
  const [search, setSearch] = useSearchParams<Record<'sample', string>>()
  const chosen = () => props.samples.find(({ id }) => id === firstOf(search.sample)) ?? props.samples[0]
  return (
    <div class="grid gap-4 lg:grid-cols-[1fr_20rem]">
      <div class="max-w-xs lg:order-2 lg:max-w-none">
        <Choice
          label="Sample"
          options={props.samples.map(({ id, title }) => ({ value: id, label: title }))}
          value={chosen()?.id ?? ''}
          onChange={(event) => setSearch({ sample: event.currentTarget.value }, { replace: true, scroll: false })}
        />
      </div>
      <Show keyed when={chosen()}>
        {(sample) => (
          <div class="card min-w-0 overflow-hidden">
            <p class="border-b border-line px-4 py-3">
              <span class="text-soft">Subject: </span>
              {sample.subject}
            </p>
            {/* No script runs in it, and no link of it leads anywhere. */}
            <iframe
              title={`Sample: ${sample.title}`}
              sandbox=""
              srcdoc={sample.html}
              class="block h-[40rem] w-full border-0 bg-white"
            />
            <details class="border-t border-line px-4 py-3">
              <summary class="focusable cursor-pointer rounded py-1 font-medium">The same as plain text</summary>
              <pre class="m-0 mt-2 overflow-x-auto whitespace-pre-wrap font-sans text-soft [overflow-wrap:anywhere]">
                {sample.text}
              </pre>
            </details>
          </div>
        )}
      </Show>
    </div>
  )
}
