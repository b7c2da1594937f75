import { A } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX, onMount, Show } from 'solid-js'
import { Badge, Button, createForm, ErrorNote, focusTitle, Loaded, notify, Page, TextField } from '#kit'
import { api, type Me, resume, type User } from '../shell/session.ts'
import { NotificationsSection } from './profile/notifications-section.tsx'
import { PasskeysSection } from './profile/passkeys/passkeys-section.tsx'
import { PasswordForm } from './profile/password-form.tsx'
import { PictureField } from './profile/picture-field.tsx'
import { SessionList } from './profile/session-list.tsx'
import { TwoStepsSection } from './profile/two-steps/two-steps-section.tsx'

/** The person who is signed in: name, email, password, and where they are signed in. */
export default function Profile(): JSX.Element {
  const me = useQuery(() => ({ queryKey: ['me'], queryFn: () => api<{ user: Me }>('/me'), reconcile: 'id' }))
  onMount(focusTitle)
  return (
    <main class="mx-auto max-w-3xl">
      <Page title="Profile and security" lead="Yours alone, and the same in every workspace.">
        <A href="/workspaces" class="focusable inline-flex min-h-6 w-fit items-center gap-1 rounded text-soft">
          <span aria-hidden="true" class="i-lucide-arrow-left" /> Your workspaces
        </A>
        <section aria-labelledby="you" class="card flex flex-col gap-5 p-4 sm:p-6">
          <h2 id="you" class="text-lg font-semibold">
            You
          </h2>
          <Loaded query={me} rows={3}>
            {(found) => (
              <>
                <PictureField name={found().user.name} pictureUrl={found().user.pictureUrl} />
                <NameForm user={found().user} />
                <Email user={found().user} />
              </>
            )}
          </Loaded>
        </section>
        <section aria-labelledby="password" class="card p-4 sm:p-6">
          <h2 id="password" class="mb-4 text-lg font-semibold">
            Password
          </h2>
          <PasswordForm />
        </section>
        <NotificationsSection />
        <TwoStepsSection />
        <PasskeysSection />
        <SessionList />
      </Page>
    </main>
  )
}

function NameForm(props: { readonly user: User }): JSX.Element {
  const queries = useQueryClient()
  const form = createForm(async (data) => {
    await api('/me', { method: 'PATCH', body: { name: String(data.get('name')) } })
    await queries.invalidateQueries({ queryKey: ['me'] })
    // The menus name the person too.
    await resume()
    notify.done('Your name is saved')
  })
  return (
    <form class="flex flex-col gap-4" onSubmit={form.onSubmit} novalidate>
      <ErrorNote error={form.error()} />
      <TextField
        label="Your name"
        name="name"
        value={props.user.name}
        maxlength={100}
        autocomplete="name"
        error={form.wrong('name')}
      />
      <div>
        <Button type="submit" busy={form.busy()}>
          Save name
        </Button>
      </div>
    </form>
  )
}

function Email(props: { readonly user: User }): JSX.Element {
  const [busy, setBusy] = createSignal(false)
  const [isSent, setIsSent] = createSignal(false)
  const resend = () => {
    setBusy(true)
    api('/auth/email/resend', { method: 'POST' })
      .then(() => setIsSent(true), notify.failed)
      .finally(() => setBusy(false))
  }
  return (
    <div class="flex flex-col gap-2 border-t border-line pt-5">
      <p class="font-medium">Email</p>
      <p class="flex flex-wrap items-center gap-2">
        <span class="[overflow-wrap:anywhere]">{props.user.email}</span>
        <Badge tone={props.user.emailVerified ? 'good' : 'warn'}>
          {props.user.emailVerified ? 'Confirmed' : 'Not confirmed yet'}
        </Badge>
      </p>
      <Show when={!props.user.emailVerified}>
        <p class="text-soft">We have mailed you a link. Open it to confirm that this address is yours.</p>
        <div class="flex flex-wrap items-center gap-3">
          <Button busy={busy()} onClick={resend}>
            Send the link again
          </Button>
          <span aria-live="polite" class="text-good">
            {isSent() ? 'It is on its way.' : ''}
          </span>
        </div>
      </Show>
    </div>
  )
}
