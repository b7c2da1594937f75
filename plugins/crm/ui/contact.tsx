import { useLocation, useNavigate, useParams, useSearchParams } from '@solidjs/router'
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
import type { About } from './about.ts'
import { ContactFacts } from './contact/contact-facts.tsx'
import { ContactForm } from './contact/contact-form.tsx'
import type { Draft } from './contact/draft.ts'
import { nameOf, shortNameOf } from './name-of.ts'
import { firstOf } from './query-string.ts'
import { BackLink } from './records/back-link.tsx'
import { copyOf } from './records/copy-of.ts'
import { deleteRecord } from './records/delete-record.ts'
import { useDesk } from './records/desk.ts'
import { recordKey } from './records/keys.ts'
import { RecordColumns } from './records/record-columns.tsx'
import { RecordTabs } from './records/record-tabs.tsx'
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
      <BackLink path="/crm/contacts">All contacts</BackLink>
      <Show
        when={workspace().can('crm.contacts.write')}
        fallback={
          <Empty icon="i-lucide-lock" title="You cannot add contacts here">
            Ask somebody who manages this workspace to let you.
          </Empty>
        }
      >
        <ContactForm
          draft={draft === undefined ? undefined : copyOf(draft)}
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
  const desk = useDesk()
  const [search, setSearch] = useSearchParams<{ edit: string }>()
  const [isGone, setIsGone] = createSignal(false)
  const query = useQuery(() => ({
    queryKey: recordKey(workspace().slug, 'contact', props.id),
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
  const remove = async () => {
    const doomed = contact()
    if (doomed === undefined) return
    setIsGone(true)
    try {
      await deleteRecord(desk(), 'contacts', { id: doomed.id, name: shortNameOf(doomed) })
      navigate(workspace().path('/crm/contacts'), { replace: true })
    } catch (error) {
      setIsGone(false)
      notify.failed(error)
    }
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
          <Button icon="i-lucide-trash-2" onClick={() => void remove()}>
            Delete
          </Button>
        </Show>
      }
    >
      <BackLink path="/crm/contacts">All contacts</BackLink>
      <Switch fallback={<Skeleton rows={6} />}>
        <Match when={contact()}>
          {(shown) => (
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
  const about = (): About => ({ noun: 'contact', id: props.contact.id, name: nameOf(props.contact) })
  return (
    <RecordColumns about={about()} facts={<ContactFacts contact={props.contact} />}>
      <RecordTabs about={about()} createdAt={props.contact.createdAt} />
    </RecordColumns>
  )
}
