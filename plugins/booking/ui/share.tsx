import { useSearchParams } from '@solidjs/router'
import { createSignal, type JSX, Show } from 'solid-js'
import { Choice, CopyLine, LinkButton, Page, TextField, useWorkspace } from '#kit'
import { useServices } from './queries.ts'
import { firstOf } from './query-string.ts'
import { embedCode, pageOf, type Way } from './share/addresses.ts'
import { optionsOf } from './words.ts'

const ways: readonly { readonly value: Way; readonly label: string; readonly hint: string }[] = [
  { value: 'inline', label: 'In the page', hint: 'The calendar stands in the middle of your page.' },
  { value: 'popup', label: 'Behind a link', hint: 'A link or button of your page opens it in front.' },
  { value: 'button', label: 'A floating button', hint: 'A button in the corner of every page.' },
]

/** The page on which customers book, and the ways to show it around. */
export default function Share(): JSX.Element {
  const workspace = useWorkspace()
  const services = useServices()
  const [search, setSearch] = useSearchParams<Record<string, string>>()
  const [words, setWords] = createSignal('Book now')
  const service = () => services.find(firstOf(search.service))
  const page = () => pageOf(workspace().slug, service())
  const way = () => ways.find(({ value }) => value === firstOf(search.way)) ?? ways[0]
  const offered = () => services.all().filter(({ visibility, active }) => active && visibility !== 'internal')
  return (
    <Page
      title="Booking page"
      lead="Your customers book here by themselves, day and night, without an account."
      actions={
        <>
          <a
            href={page()}
            target="_blank"
            rel="noopener"
            class="focusable inline-flex min-h-10 items-center gap-2 rounded-lg border border-line bg-card px-4 py-2 font-medium no-underline hover:bg-raised"
          >
            <span aria-hidden="true" class="i-lucide-external-link" /> See it
          </a>
          <Show when={workspace().can('plugins.manage')}>
            <LinkButton icon="i-lucide-settings" href={workspace().path('/modules/booking')}>
              Settings
            </LinkButton>
          </Show>
        </>
      }
    >
      <section class="card flex min-w-0 flex-col gap-4 p-4 sm:p-6" aria-labelledby="link">
        <h2 id="link" class="text-lg font-semibold">
          Its address
        </h2>
        <div class="sm:max-w-sm">
          <Choice
            label="For"
            class="min-h-10.5"
            options={optionsOf(offered(), 'All services')}
            value={service()?.id ?? ''}
            onChange={(event) => setSearch({ service: event.currentTarget.value }, { replace: true })}
          />
        </div>
        <CopyLine label="Send it, print it, put it in your profile" value={page()} />
      </section>
      <section class="card flex min-w-0 flex-col gap-4 p-4 sm:p-6" aria-labelledby="embed">
        <h2 id="embed" class="text-lg font-semibold">
          On your website
        </h2>
        <div class="grid gap-4 sm:grid-cols-2">
          <Choice
            label="How it is shown"
            class="min-h-10.5"
            hint={way()?.hint}
            options={ways}
            value={way()?.value ?? 'inline'}
            onChange={(event) => setSearch({ way: event.currentTarget.value }, { replace: true })}
          />
          <TextField
            label="Words on the link"
            maxlength={60}
            value={words()}
            onInput={(event) => setWords(event.currentTarget.value)}
          />
        </div>
        <CopyLine
          label="Put these two lines where it belongs"
          value={embedCode(page(), way()?.value ?? 'inline', words())}
        />
        <p class="text-sm text-soft">
          It wears your workspace’s colour. Where the script is not let in, the link leads to the page instead.
        </p>
      </section>
    </Page>
  )
}
