import { A, useLocation, useNavigate, useParams, useSearchParams } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import {
  Button,
  Empty,
  ErrorNote,
  focusTitle,
  known,
  LinkButton,
  notify,
  Page,
  Problem,
  Skeleton,
  useWorkspace,
} from '#kit'
import { ContactFacts } from './contact/contact-facts.tsx'
import { ContactForm } from './contact/contact-form.tsx'
import type { Draft } from './contact/draft.ts'
import { History } from './contact/history.tsx'
import { contactKey } from './contacts/contact-cache.ts'
import { DeleteDialog } from './contacts/delete-dialog.tsx'
import { nameOf, shortNameOf } from './name-of.ts'
import { firstOf } from './query-string.ts'
import type { Contact } from './types.ts'

/** One contact: to read, to change, and what happened to it; `new` for one that is yet to be added. */
export default function ContactPage(): JSX.Element {
  const params = useParams<{ id: string }>()
  return (
    <Show when={params.id} keyed>
      {(id) => (id === 'new' ? <NewContact /> : <KnownContact id={id} />)}
    </Show>
  )
}

function NewContact(): JSX.Element {
  const workspace = useWorkspace()
  const navigate = useNavigate()
  const location = useLocation<{ draft?: Draft }>()
  const draft = location.state?.draft
  return (
    <Page title="Add a contact">
      <BackLink />
      <Show
        when={workspace().can('crm.contacts.write')}
        fallback={
          <Empty icon="i-lucide-lock" title="You cannot add contacts here">
            Ask somebody who manages this workspace to let you.
          </Empty>
        }
      >
        <ContactForm
          draft={draft === undefined ? undefined : structuredClone(draft)}
          onSaved={(contact) => {
            notify.done(`${shortNameOf(contact)} is in the list`)
            navigate(workspace().path(`/crm/contacts/${contact.id}`), { replace: true })
          }}
          onCancel={() => navigate(workspace().path('/crm/contacts'))}
        />
      </Show>
    </Page>
  )
}

function KnownContact(props: { readonly id: string }): JSX.Element {
  const workspace = useWorkspace()
  const navigate = useNavigate()
  const [search, setSearch] = useSearchParams<{ edit: string; panel: string }>()
  const [isGone, setIsGone] = createSignal(false)
  const query = useQuery(() => ({
    queryKey: contactKey(workspace().slug, props.id),
    queryFn: () => workspace().api<Contact>(`/crm/contacts/${props.id}`),
    enabled: !isGone(),
  }))
  const contact = () => known(query)
  const canWrite = () => workspace().can('crm.contacts.write')
  const isEditing = () => firstOf(search.edit) === '1' && canWrite()
  const stopEditing = () => {
    setSearch({ edit: '' }, { replace: true })
    setTimeout(focusTitle)
  }
  const title = () => {
    const shown = contact()
    return shown === undefined ? 'Contact' : nameOf(shown)
  }
  const isMissing = () => query.error instanceof Problem && (query.error.status === 404 || query.error.status === 422)
  return (
    <Page
      title={title()}
      actions={
        <Show when={contact() !== undefined && canWrite() && !isEditing()}>
          <Button icon="i-lucide-pencil" look="primary" onClick={() => setSearch({ edit: '1' })}>
            Change
          </Button>
          <Button icon="i-lucide-trash-2" onClick={() => setSearch({ panel: 'delete' })}>
            Delete
          </Button>
        </Show>
      }
    >
      <BackLink />
      <Switch fallback={<Skeleton rows={6} />}>
        <Match when={contact()}>
          {(shown) => (
            <>
              <Show when={isEditing()} fallback={<Reading contact={shown()} />}>
                <ContactForm
                  contact={shown()}
                  onSaved={() => {
                    notify.done('Saved')
                    stopEditing()
                  }}
                  onCancel={stopEditing}
                />
              </Show>
              <DeleteDialog
                contacts={[shown()]}
                open={firstOf(search.panel) === 'delete' && canWrite()}
                onClose={() => !isGone() && setSearch({ panel: '' }, { replace: true })}
                onDone={() => {
                  setIsGone(true)
                  navigate(workspace().path('/crm/contacts'), { replace: true })
                }}
              />
            </>
          )}
        </Match>
        <Match when={isMissing()}>
          <Empty
            icon="i-lucide-user-round-x"
            title="This contact is not here"
            action={<LinkButton href={workspace().path('/crm/contacts')}>All contacts</LinkButton>}
          >
            It may have been deleted.
          </Empty>
        </Match>
        <Match when={query.error}>
          <ErrorNote error={query.error} retry={() => void query.refetch()} />
        </Match>
      </Switch>
    </Page>
  )
}

function Reading(props: { readonly contact: Contact }): JSX.Element {
  const workspace = useWorkspace()
  return (
    <div class="grid items-start gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <ContactFacts contact={props.contact} />
      <Show when={workspace().can('audit.read')}>
        <History contact={props.contact} />
      </Show>
    </div>
  )
}

function BackLink(): JSX.Element {
  const workspace = useWorkspace()
  return (
    <A
      href={workspace().path('/crm/contacts')}
      class="focusable -mt-3 inline-flex min-h-8 items-center gap-1.5 self-start rounded text-soft no-underline hover:underline"
    >
      <span aria-hidden="true" class="i-lucide-arrow-left" /> All contacts
    </A>
  )
}
