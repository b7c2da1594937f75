import { createMemo, type JSX, Show } from 'solid-js'
import { Button, createPanel, LinkButton, Menu, type MenuItem, Page, useWorkspace } from '#kit'
import { AddContact } from './contacts/add-contact.tsx'
import { contactSetters } from './contacts/bulk-setters.tsx'
import { ContactFilters } from './contacts/contact-filters.tsx'
import { contactColumns, contactShape } from './contacts/contact-shape.ts'
import { NoContacts } from './contacts/no-contacts.tsx'
import { MergeLink } from './duplicates/merge-link.tsx'
import { customColumns } from './fields/custom-columns.ts'
import { useFields } from './fields/fields.ts'
import { FieldsDialog } from './fields/fields-dialog.tsx'
import { ColumnsDialog } from './lists/columns-dialog.tsx'
import { exportItem } from './lists/export-item.ts'
import { ListBody } from './lists/list-body.tsx'
import { createListState } from './lists/list-state.ts'
import type { Contact } from './types.ts'
import { ViewBar } from './views/view-bar.tsx'
import { createViewState } from './views/view-state.ts'

/** Everybody the workspace knows: find, choose, add, delete, bring in and take out. */
export default function Contacts(): JSX.Element {
  const workspace = useWorkspace()
  const fields = useFields('contact')
  const columns = createMemo(() => [...contactColumns, ...customColumns<Contact>(fields.all())])
  const state = createListState(contactShape, { columns })
  const views = createViewState('contacts', [...contactShape.filters, 'sort'])
  const panel = createPanel('panel')
  const canWrite = () => workspace().can('crm.contacts.write')
  const canManageFields = () => workspace().can('crm.fields.manage')
  const hasAny = () => state.list.isLoading() || state.isFiltered() || !state.isNothing()
  const more = (): MenuItem[] => [
    { label: 'Columns', icon: 'i-lucide-columns-3', onSelect: () => panel.open('columns') },
    ...(canManageFields()
      ? [{ label: 'Own fields', icon: 'i-lucide-list-plus', onSelect: () => panel.open('fields') }]
      : []),
    exportItem(workspace(), state),
  ]
  return (
    <Page
      title="Contacts"
      actions={
        <>
          <Menu label="More to do with contacts" items={more()} />
          <Show when={canWrite() && hasAny()}>
            <LinkButton icon="i-lucide-copy" href={workspace().path('/crm/duplicates')}>
              Duplicates
            </LinkButton>
          </Show>
          <Show when={workspace().can('crm.contacts.import')}>
            <LinkButton icon="i-lucide-upload" href={workspace().path('/crm/import')}>
              Import
            </LinkButton>
          </Show>
          <Show when={canWrite()}>
            <Button look="primary" icon="i-lucide-plus" onClick={() => panel.open('add')}>
              Add contact
            </Button>
          </Show>
        </>
      }
    >
      <ViewBar state={views} all="All contacts" />
      <Show when={hasAny()}>
        <ContactFilters
          filter={state.filter()}
          onChange={state.change}
          isFiltered={state.isFiltered()}
          onShowAll={state.showAll}
          onDown={() => document.querySelector<HTMLElement>('#record-rows a')?.focus()}
        />
      </Show>
      <ListBody
        state={state}
        canWrite={canWrite()}
        canTag
        setters={contactSetters(workspace().can('crm.companies.read'))}
        extra={(chosen) => <MergeLink kind="contacts" chosen={chosen} />}
        nothingFits="Nobody fits"
        empty={() => <NoContacts onAdd={() => panel.open('add')} />}
      />
      <AddContact open={panel.value() === 'add' && canWrite()} onClose={panel.close} />
      <FieldsDialog open={panel.value() === 'fields' && canManageFields()} onClose={panel.close} />
      <ColumnsDialog
        open={panel.value() === 'columns'}
        onClose={panel.close}
        all={columns()}
        chosen={state.columns()}
        usual={contactShape.usualColumns}
      />
    </Page>
  )
}
