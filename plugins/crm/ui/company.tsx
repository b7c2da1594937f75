import { useNavigate, useParams } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import {
  Button,
  createPanel,
  Empty,
  ErrorNote,
  known,
  LinkButton,
  notify,
  Page,
  Problem,
  Skeleton,
  useWorkspace,
} from '#kit'
import type { About } from './about.ts'
import { CompanyDialog } from './companies/company-dialog.tsx'
import { CompanyFacts } from './company/company-facts.tsx'
import { CompanyPeople } from './company/company-people.tsx'
import { BackLink } from './records/back-link.tsx'
import { deleteRecord } from './records/delete-record.ts'
import { useDesk } from './records/desk.ts'
import { recordKey } from './records/keys.ts'
import { RecordColumns } from './records/record-columns.tsx'
import { RecordTabs } from './records/record-tabs.tsx'
import type { Company } from './types.ts'

/** One company: what is known of it, its people, and what stands with it. */
export default function CompanyPage(): JSX.Element {
  const params = useParams<{ id: string }>()
  return (
    <Show when={params.id} keyed>
      {(id) => <KnownCompany id={id} />}
    </Show>
  )
}

function KnownCompany(props: { readonly id: string }): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const navigate = useNavigate()
  const edit = createPanel('edit')
  const [isGone, setIsGone] = createSignal(false)
  const query = useQuery(() => ({
    queryKey: recordKey(workspace().slug, 'company', props.id),
    queryFn: () => workspace().api<Company>(`/crm/companies/${props.id}`),
    enabled: !isGone(),
  }))
  const company = () => known(query)
  const canWrite = () => workspace().can('crm.companies.write')
  const isMissing = () => query.error instanceof Problem && (query.error.status === 404 || query.error.status === 422)
  const remove = async () => {
    const doomed = company()
    if (doomed === undefined) return
    setIsGone(true)
    try {
      await deleteRecord(desk(), 'companies', { id: doomed.id, name: doomed.name })
      navigate(workspace().path('/crm/companies'), { replace: true })
    } catch (error) {
      setIsGone(false)
      notify.failed(error)
    }
  }
  return (
    <Page
      title={company()?.name ?? 'Company'}
      actions={
        <Show when={company() !== undefined && canWrite()}>
          <Button icon="i-lucide-pencil" look="primary" onClick={() => edit.open(props.id)}>
            Change
          </Button>
          <Button icon="i-lucide-trash-2" onClick={() => void remove()}>
            Delete
          </Button>
        </Show>
      }
    >
      <BackLink path="/crm/companies">All companies</BackLink>
      <Switch fallback={<Skeleton rows={6} />}>
        <Match when={company()}>
          {(shown) => (
            <RecordColumns about={about(shown())} facts={<CompanyFacts company={shown()} />}>
              <RecordTabs
                about={about(shown())}
                createdAt={shown().createdAt}
                first={
                  workspace().can('crm.contacts.read')
                    ? [{ value: 'people', label: 'People', content: () => <CompanyPeople company={shown()} /> }]
                    : []
                }
              />
            </RecordColumns>
          )}
        </Match>
        <Match when={isMissing()}>
          <Empty
            icon="i-lucide-search-x"
            title="This company is not here"
            action={<LinkButton href={workspace().path('/crm/companies')}>All companies</LinkButton>}
          >
            It may have been deleted.
          </Empty>
        </Match>
        <Match when={query.error}>
          <ErrorNote error={query.error} retry={() => void query.refetch()} />
        </Match>
      </Switch>
      <CompanyDialog id={canWrite() ? (edit.value() ?? '') : ''} onClose={edit.close} />
    </Page>
  )
}

function about({ id, name }: Company): About {
  return { noun: 'company', id, name }
}
