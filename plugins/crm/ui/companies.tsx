import { createMemo, type JSX, Show } from 'solid-js'
import {
  Button,
  Choice,
  createPanel,
  Empty,
  LinkButton,
  Menu,
  type MenuItem,
  Page,
  SearchField,
  useWorkspace,
} from '#kit'
import { CompanyDialog } from './companies/company-dialog.tsx'
import { companyColumns, companyShape } from './companies/company-shape.ts'
import { MergeLink } from './duplicates/merge-link.tsx'
import { customColumns } from './fields/custom-columns.ts'
import { useFields } from './fields/fields.ts'
import { FieldsDialog } from './fields/fields-dialog.tsx'
import { ColumnsDialog } from './lists/columns-dialog.tsx'
import { FilterArea } from './lists/filter-area.tsx'
import { ListBody } from './lists/list-body.tsx'
import { createListState, type ListState } from './lists/list-state.ts'
import type { Company } from './types.ts'
import { ViewBar } from './views/view-bar.tsx'
import { createViewState } from './views/view-state.ts'

/** The companies that the workspace works with. */
export default function Companies(): JSX.Element {
  const workspace = useWorkspace()
  const fields = useFields('company')
  const columns = createMemo(() => [...companyColumns, ...customColumns<Company>(fields.all())])
  const state = createListState(companyShape, { columns })
  const views = createViewState('companies', [...companyShape.filters, 'sort'])
  const panel = createPanel('panel')
  const edit = createPanel('edit')
  const canWrite = () => workspace().can('crm.companies.write')
  const canManageFields = () => workspace().can('crm.fields.manage')
  const hasAny = () => state.list.isLoading() || state.isFiltered() || !state.isNothing()
  const more = (): MenuItem[] => [
    { label: 'Columns', icon: 'i-lucide-columns-3', onSelect: () => panel.open('columns') },
    ...(canManageFields()
      ? [{ label: 'Own fields', icon: 'i-lucide-list-plus', onSelect: () => panel.open('fields') }]
      : []),
  ]
  return (
    <Page
      title="Companies"
      actions={
        <>
          <Menu label="More to do with companies" items={more()} />
          <Show when={canWrite() && hasAny()}>
            <LinkButton icon="i-lucide-copy" href={workspace().path('/crm/duplicates?kind=companies')}>
              Duplicates
            </LinkButton>
          </Show>
          <Show when={canWrite()}>
            <Button look="primary" icon="i-lucide-plus" onClick={() => edit.open('new')}>
              Add company
            </Button>
          </Show>
        </>
      }
    >
      <ViewBar state={views} all="All companies" />
      <Show when={hasAny()}>
        <CompanyFilters state={state} />
      </Show>
      <ListBody
        state={state}
        canWrite={canWrite()}
        canTag
        setters={[]}
        extra={(chosen) => <MergeLink kind="companies" chosen={chosen} />}
        nothingFits="No such company"
        empty={() => <NoCompanies canWrite={canWrite()} onAdd={() => edit.open('new')} />}
      />
      <CompanyDialog id={canWrite() ? (edit.value() ?? '') : ''} onClose={edit.close} />
      <FieldsDialog open={panel.value() === 'fields' && canManageFields()} onClose={panel.close} />
      <ColumnsDialog
        open={panel.value() === 'columns'}
        onClose={panel.close}
        all={columns()}
        chosen={state.columns()}
        usual={companyShape.usualColumns}
      />
    </Page>
  )
}

function CompanyFilters(props: { readonly state: ListState<Company> }): JSX.Element {
  return (
    <FilterArea
      label="Find companies"
      isFiltered={props.state.isFiltered()}
      onShowAll={props.state.showAll}
      search={
        <SearchField
          label="Search companies"
          value={props.state.filter().q ?? ''}
          onSearch={(q) => props.state.change({ q })}
          onDown={() => document.querySelector<HTMLElement>('#record-rows a')?.focus()}
        />
      }
    >
      <Choice
        label="Order"
        class="min-h-10.5"
        options={[
          { value: 'name', label: 'By name' },
          { value: 'newest', label: 'Newest first' },
          { value: 'updated', label: 'Changed last' },
        ]}
        value={props.state.sort()}
        onChange={(event) => props.state.change({ sort: event.currentTarget.value })}
      />
    </FilterArea>
  )
}

function NoCompanies(props: { readonly canWrite: boolean; readonly onAdd: () => void }): JSX.Element {
  return (
    <div class="card">
      <Empty
        icon="i-lucide-building-2"
        title="No companies yet"
        action={
          <Show when={props.canWrite}>
            <Button look="primary" icon="i-lucide-plus" onClick={() => props.onAdd()}>
              Add the first company
            </Button>
          </Show>
        }
      >
        Companies come along when you import contacts, or add them here.
      </Empty>
    </div>
  )
}
