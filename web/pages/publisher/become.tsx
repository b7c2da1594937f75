import type { JSX } from 'solid-js'
import { Button, createForm, ErrorNote, notify, TextField, useWorkspace } from '#kit'
import { useRenewPublisher } from './queries.ts'

/** The name under which a workspace publishes, given once. */
export function Become(): JSX.Element {
  const workspace = useWorkspace()
  const renew = useRenewPublisher()
  const form = createForm(async (data) => {
    const text = (name: string) => String(data.get(name) ?? '').trim()
    const website = text('website')
    const body = { name: text('name'), slug: text('slug'), ...(website === '' ? {} : { website }) }
    await workspace().api('/publisher', { method: 'POST', body })
    await renew()
    notify.done('You can publish now')
  })
  return (
    <section aria-labelledby="become" class="card flex max-w-3xl flex-col gap-4 p-4 sm:p-6">
      <div>
        <h2 id="become" class="text-lg font-semibold">
          Become a publisher
        </h2>
        <p class="mt-1 text-soft">
          Give the name that others see beside your plugins. Then you register a key, and send plugins with the command{' '}
          <code class="font-mono">dpf publish</code>.
        </p>
      </div>
      <form novalidate class="flex max-w-xl flex-col gap-5" onSubmit={form.onSubmit}>
        <ErrorNote error={form.error()} />
        <TextField
          label="Name"
          name="name"
          maxlength={100}
          autocomplete="organization"
          value={workspace().name}
          error={form.wrong('name')}
        />
        <TextField
          label="Short name"
          name="slug"
          maxlength={40}
          autocomplete="off"
          hint="Small letters, figures and dashes. It stays for good."
          value={workspace().slug}
          error={form.wrong('slug')}
        />
        <TextField
          label="Website"
          name="website"
          type="url"
          autocomplete="url"
          placeholder="https://"
          hint="You can leave it empty."
          error={form.wrong('website')}
        />
        <div>
          <Button type="submit" look="primary" busy={form.busy()}>
            Become a publisher
          </Button>
        </div>
      </form>
    </section>
  )
}
