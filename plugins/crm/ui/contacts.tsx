import { useSearchParams } from '@solidjs/router'
import { createEffect, createMemo, createSignal, type JSX, Match, on, Show, Switch } from 'solid-js'
import { Button, Empty, ErrorNote, formatNumber, LinkButton, notify, Page, Skeleton, useWorkspace } from '#kit'
import { AddContact } from './contacts/add-contact.tsx'
import { ContactFilters } from './contacts/contact-filters.tsx'
import { type ContactFilter, createContactList } from './contacts/contact-list.ts'
import { ContactRows } from './contacts/contact-rows.tsx'
import { DeleteDialog } from './contacts/delete-dialog.tsx'
import { NoContacts } from './contacts/no-contacts.tsx'
import { createSelection } from './contacts/selection.ts'
import { focusList, SelectionBar } from './contacts/selection-bar.tsx'
import { FieldsDialog } from './fields/fields-dialog.tsx'
import { firstOf, toQuery } from './query-string.ts'

type Search = Record<'q' | 'tag' | 'companyId' | 'sort' | 'panel', string>

/** Everybody the workspace knows: find, choose, add, delete, bring in and take out. */
export default function Contacts(): JSX.Element {
  const workspace = useWorkspace()
  const [search, setSearch] = useSearchParams<Search>()
  const filter = createMemo(
    (): ContactFilter => ({
      q: firstOf(search.q),
      tag: firstOf(search.tag),
      companyId: firstOf(search.companyId),
      sort: firstOf(search.sort) === 'name' ? 'name' : 'newest',
    }),
    undefined,
    { equals: (a: ContactFilter, b: ContactFilter) => toQuery({ ...a }) === toQuery({ ...b }) },
  )
  const list = createContactList(filter)
  const selection = createSelection(list.contacts)
  createEffect(on(filter, selection.clear, { defer: true }))
  const canWrite = () => workspace().can('crm.contacts.write')
  const isFiltered = () => filter().q !== '' || filter().tag !== '' || filter().companyId !== ''
  const isNothing = () => list.contacts().length === 0 && !list.hasMore()
  const panel = () => firstOf(search.panel)
  const setPanel = (next: string) => setSearch({ panel: next }, { replace: next === '' })
  const change = (part: Partial<ContactFilter>) =>
    setSearch({ ...part, ...(part.sort === 'newest' ? { sort: '' } : {}) }, { replace: part.q !== undefined })
  const focusFirst = () => document.querySelector<HTMLElement>('#contact-rows a')?.focus()
  return (
    <Page
      title="Contacts"
      actions={
        <>
          <Show when={workspace().can('crm.fields.manage')}>
            <Button look="quiet" icon="i-lucide-list-plus" onClick={() => setPanel('fields')}>
              Own fields
            </Button>
          </Show>
          <Show when={list.contacts().length > 0}>
            <ExportButton filter={filter()} isPart={isFiltered()} />
          </Show>
          <Show when={workspace().can('crm.contacts.import')}>
            <LinkButton icon="i-lucide-upload" href={workspace().path('/crm/import')}>
              Import
            </LinkButton>
          </Show>
          <Show when={canWrite()}>
            <Button look="primary" icon="i-lucide-plus" onClick={() => setPanel('add')}>
              Add contact
            </Button>
          </Show>
        </>
      }
    >
      <Show when={isFiltered() || !isNothing()}>
        <ContactFilters filter={filter()} onChange={change} onDown={focusFirst} />
      </Show>
      <p role="status" class="text-sm text-soft empty:hidden">
        {countWords(list.contacts().length, list.hasMore(), list.isLoading(), isFiltered())}
      </p>
      <Switch>
        <Match when={list.error() && list.contacts().length === 0}>
          <ErrorNote error={list.error()} retry={list.retry} />
        </Match>
        <Match when={list.isLoading()}>
          <Skeleton rows={8} />
        </Match>
        <Match when={isNothing() && isFiltered()}>
          <Empty
            icon="i-lucide-search-x"
            title="Nobody fits"
            action={<Button onClick={() => change({ q: '', tag: '', companyId: '' })}>Show all contacts</Button>}
          >
            Try fewer letters or another spelling, or leave out the tag or company.
          </Empty>
        </Match>
        <Match when={isNothing()}>
          <NoContacts onAdd={() => setPanel('add')} />
        </Match>
        <Match when={true}>
          <ContactRows list={list} selection={selection} canChoose={canWrite()} place={toQuery({ ...filter() })} />
          <SelectionBar selection={selection} onDelete={() => setPanel('delete')} />
        </Match>
      </Switch>
      <AddContact open={panel() === 'add' && canWrite()} onClose={() => setPanel('')} />
      <FieldsDialog open={panel() === 'fields' && workspace().can('crm.fields.manage')} onClose={() => setPanel('')} />
      <DeleteDialog
        contacts={selection.chosen()}
        open={panel() === 'delete' && canWrite() && selection.chosen().length > 0}
        onClose={() => setPanel('')}
        onDone={() => {
          selection.clear()
          setPanel('')
          focusList()
        }}
      />
    </Page>
  )
}

function countWords(count: number, hasMore: boolean, isLoading: boolean, isFiltered: boolean): string {
  if (isLoading || (count === 0 && !isFiltered)) return ''
  // Said once, and not again for every page that is scrolled to.
  if (hasMore) return 'More than 100 contacts'
  return count === 1 ? '1 contact' : `${formatNumber(count)} contacts`
}

function ExportButton(props: { readonly filter: ContactFilter; readonly isPart: boolean }): JSX.Element {
  const workspace = useWorkspace()
  const [busy, setBusy] = createSignal(false)
  const save = () => {
    setBusy(true)
    const { sort: _, ...filter } = props.filter
    workspace()
      .download(`/crm/contacts/export?${toQuery(filter)}`, 'contacts.csv')
      .catch(notify.failed)
      .finally(() => setBusy(false))
  }
  return (
    <Button icon="i-lucide-download" busy={busy()} onClick={save}>
      {props.isPart ? 'Export these' : 'Export'}
    </Button>
  )
}
