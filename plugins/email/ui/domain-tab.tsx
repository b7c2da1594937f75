import { For, type JSX, Show } from 'solid-js'
import { Badge, Button, CopyLine, Empty, LinkButton, Loaded, useWorkspace } from '#kit'
import type { DomainCheck } from '../contract.ts'
import { useDomain } from './queries.ts'

const verdicts = {
  good: { word: 'Good', tone: 'good' },
  weak: { word: 'Could be better', tone: 'warn' },
  bad: { word: 'Missing', tone: 'danger' },
  unknown: { word: 'Not known', tone: 'plain' },
} as const

/** What mail servers see when they ask whether mail in the workspace's name is real. */
export function DomainTab(): JSX.Element {
  const workspace = useWorkspace()
  const report = useDomain()
  return (
    <div class="flex flex-col gap-4">
      <div class="flex flex-wrap items-center justify-between gap-3">
        <p class="min-w-0 flex-1 basis-60 text-soft">
          Whoever gets your mail asks your domain whether it is really from you. Without good answers it lands among the
          spam. Whoever looks after your website can add these records.
        </p>
        <Button icon="i-lucide-refresh-cw" busy={report.isFetching} onClick={() => void report.refetch()}>
          Check again
        </Button>
      </div>
      <Loaded query={report} rows={4}>
        {(found) => (
          <Show
            when={found().domain}
            fallback={
              <div class="card">
                <Empty
                  icon="i-lucide-globe"
                  title="No sender address yet"
                  action={
                    <Show when={workspace().can('plugins.manage')}>
                      <LinkButton href={workspace().path('/connectors?open=email')}>
                        Write the sender address
                      </LinkButton>
                    </Show>
                  }
                >
                  The domain that is checked is the one of your sender address.
                </Empty>
              </div>
            }
          >
            {(domain) => (
              <section aria-label={`Checks of ${domain()}`} class="flex flex-col gap-4">
                <h2 class="text-lg font-semibold [overflow-wrap:anywhere]">{domain()}</h2>
                <ul class="card divide-y divide-line">
                  <For each={found().checks}>{(check) => <Check check={check} />}</For>
                </ul>
              </section>
            )}
          </Show>
        )}
      </Loaded>
    </div>
  )
}

function Check(props: { readonly check: DomainCheck }): JSX.Element {
  const verdict = () => verdicts[props.check.state]
  return (
    <li class="flex flex-col gap-2 p-4">
      <p class="flex flex-wrap items-center gap-2 font-medium">
        {props.check.title} <Badge tone={verdict().tone}>{verdict().word}</Badge>
      </p>
      <p class="[overflow-wrap:anywhere]">{props.check.says}</p>
      <Show when={props.check.todo}>
        {(todo) => (
          <p class="text-soft [overflow-wrap:anywhere]">
            <span class="font-medium">What to do: </span>
            {todo()}
          </p>
        )}
      </Show>
      <Show when={props.check.found}>
        {(record) => (
          <details>
            <summary class="focusable cursor-pointer rounded py-1 text-sm text-soft">The record as it is now</summary>
            <CopyLine label="Record" value={record()} />
          </details>
        )}
      </Show>
    </li>
  )
}
