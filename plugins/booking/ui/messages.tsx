import { A, useSearchParams } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import { For, type JSX, Show } from 'solid-js'
import { Badge, Loaded, Note, Page, useWorkspace } from '#kit'
import { MessageForm } from './messages/message-form.tsx'
import { keyOf } from './queries.ts'
import { firstOf } from './query-string.ts'
import type { Message, MessageList } from './types.ts'

const messageWords: Readonly<Record<Message['kind'], { readonly title: string; readonly when: string }>> = {
  confirmed: { title: 'Confirmation', when: 'When a booking is certain' },
  pending: { title: 'Request received', when: 'When you have yet to confirm it' },
  declined: { title: 'Declined', when: 'When you said no' },
  moved: { title: 'Moved', when: 'When it has another time' },
  cancelled: { title: 'Cancelled', when: 'When it was called off' },
  reminder: { title: 'Reminder', when: 'Before it begins' },
  followUp: { title: 'Thanks', when: 'After it, where the service says so' },
  offered: { title: 'A time is free', when: 'To whoever is next on the waiting list' },
}

/** What customers are written, in the words of the business. */
export default function Messages(): JSX.Element {
  const workspace = useWorkspace()
  const [search, setSearch] = useSearchParams<{ message: string }>()
  const query = useQuery(() => ({
    queryKey: keyOf(workspace().slug, 'messages'),
    queryFn: () => workspace().api<MessageList>('/booking/messages'),
  }))
  return (
    <Page title="Messages" lead="What your customers are written, in your own words.">
      <Loaded query={query} rows={8}>
        {(list) => {
          const chosen = () => list().data.find(({ kind }) => kind === firstOf(search.message)) ?? list().data[0]
          return (
            <>
              <Show when={workspace().can('plugins.manage')}>
                <Note icon="i-lucide-mail">
                  They go out by the email that you connect.{' '}
                  <A class="focusable rounded text-accent underline" href={workspace().path('/connectors')}>
                    See your connections
                  </A>
                </Note>
              </Show>
              <div class="grid items-start gap-6 lg:grid-cols-[17rem_1fr]">
                <nav aria-label="Messages">
                  <ul class="card flex flex-col p-1.5">
                    <For each={list().data}>
                      {(message) => (
                        <li>
                          <button
                            type="button"
                            aria-current={chosen()?.kind === message.kind ? 'true' : undefined}
                            class={`focusable flex min-h-12 w-full items-center justify-between gap-2 rounded-lg px-3 py-2 text-left ${chosen()?.kind === message.kind ? 'bg-accent-soft' : 'hover:bg-raised'}`}
                            onClick={() => setSearch({ message: message.kind }, { scroll: false })}
                          >
                            <span class="min-w-0">
                              <span class="block font-medium">{messageWords[message.kind].title}</span>
                              <span class="block text-sm text-soft">{messageWords[message.kind].when}</span>
                            </span>
                            <Show when={!message.enabled}>
                              <Badge>Off</Badge>
                            </Show>
                          </button>
                        </li>
                      )}
                    </For>
                  </ul>
                </nav>
                <Show when={chosen()?.kind} keyed>
                  {(kind) => (
                    <MessageForm
                      title={messageWords[kind].title}
                      message={list().data.find((each) => each.kind === kind)}
                      placeholders={list().placeholders}
                    />
                  )}
                </Show>
              </div>
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}
