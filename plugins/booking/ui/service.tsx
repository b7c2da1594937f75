import { useNavigate, useParams } from '@solidjs/router'
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import {
  Button,
  Confirm,
  CopyLine,
  createForm,
  Empty,
  ErrorNote,
  known,
  LinkButton,
  Menu,
  Note,
  notify,
  Page,
  Skeleton,
  useWorkspace,
} from '#kit'
import { BackLink } from './back-link.tsx'
import { refresh, useDesk } from './desk.ts'
import { may } from './may.ts'
import { useResources, useServices } from './queries.ts'
import { BasicParts } from './services/basic-parts.tsx'
import { MoreParts } from './services/more-parts.tsx'
import { createServiceDraft } from './services/service-draft.ts'
import { pageOf } from './share/addresses.ts'
import type { Service } from './types.ts'

/** A service, new or known, with everything that it has. */
export default function ServicePage(): JSX.Element {
  const params = useParams<{ id: string }>()
  const workspace = useWorkspace()
  const [services, resources] = [useServices(), useResources()]
  const service = () => services.find(params.id)
  const isReady = () => known(services.query) !== undefined && known(resources.query) !== undefined
  return (
    <Show when={params.id} keyed>
      {(id) => (
        <Page
          title={id === 'new' ? 'New service' : (service()?.name ?? 'Service')}
          actions={<Show when={service()}>{(shown) => <Actions service={shown()} />}</Show>}
        >
          <BackLink path="/booking/services">All services</BackLink>
          <Switch fallback={<Skeleton rows={8} />}>
            <Match when={isReady() && (id === 'new' || service() !== undefined)}>
              <ServiceForm service={id === 'new' ? undefined : service()} />
            </Match>
            <Match when={isReady()}>
              <Empty
                icon="i-lucide-search-x"
                title="This service is not here"
                action={<LinkButton href={workspace().path('/booking/services')}>All services</LinkButton>}
              >
                It may have been deleted.
              </Empty>
            </Match>
            <Match when={services.query.error ?? resources.query.error}>
              {(error) => <ErrorNote error={error()} retry={() => void services.query.refetch()} />}
            </Match>
          </Switch>
        </Page>
      )}
    </Show>
  )
}

function ServiceForm(props: { readonly service: Service | undefined }): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const navigate = useNavigate()
  const resources = useResources()
  const people = resources.all().filter(({ kind, active }) => kind === 'person' && active)
  const draft = createServiceDraft(
    props.service,
    people.map(({ id }) => id),
  )
  const [version, setVersion] = createSignal(props.service?.version)
  const canManage = () => workspace().can(may.manageServices)
  const form = createForm(async (_data, element) => {
    const known = version()
    const body = draft.body()
    const path = known === undefined ? '/booking/services' : `/booking/services/${props.service?.id}`
    const saved = await workspace()
      .api<Service>(path, {
        method: known === undefined ? 'POST' : 'PATCH',
        body,
        ...(known === undefined ? {} : { headers: { 'if-match': `"${known}"` } }),
      })
      .catch((error: unknown) => {
        // What is wrong may stand in a part that is closed.
        for (const part of element.querySelectorAll('details')) part.open = true
        throw error
      })
    setVersion(saved.version)
    notify.done(`${saved.name} is saved`)
    await refresh(desk())
    if (known === undefined) navigate(workspace().path('/booking/services'))
  })
  return (
    <form novalidate class="flex flex-col gap-4" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      <Show when={!canManage()}>
        <Note icon="i-lucide-lock">Owners and managers change services.</Note>
      </Show>
      <Show when={props.service}>{(service) => <Link service={service()} />}</Show>
      <fieldset disabled={!canManage()} class="m-0 flex min-w-0 flex-col gap-4 border-0 p-0">
        <legend class="sr-only">The service</legend>
        <BasicParts draft={draft} wrong={form.wrong} />
        <MoreParts draft={draft} wrong={form.wrong} />
      </fieldset>
      <Show when={canManage()}>
        <div class="sticky bottom-0 z-5 -mx-4 flex flex-wrap justify-end gap-2 border-t border-line bg-page px-4 py-3 sm:mx-0 sm:px-0">
          <LinkButton href={workspace().path('/booking/services')}>Cancel</LinkButton>
          <Button type="submit" look="primary" busy={form.busy()}>
            {props.service === undefined ? 'Add service' : 'Save'}
          </Button>
        </div>
      </Show>
    </form>
  )
}

/** Where customers book it. */
function Link(props: { readonly service: Service }): JSX.Element {
  const workspace = useWorkspace()
  return (
    <Show when={props.service.visibility !== 'internal'}>
      <div class="card p-4 sm:p-6">
        <CopyLine
          label={props.service.visibility === 'link' ? 'Its private link' : 'Its page'}
          value={pageOf(workspace().slug, props.service)}
        />
      </div>
    </Show>
  )
}

function Actions(props: { readonly service: Service }): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const navigate = useNavigate()
  const [isAsking, setIsAsking] = createSignal(false)
  const remove = async () => {
    await workspace().api(`/booking/services/${props.service.id}`, { method: 'DELETE' })
    notify.done(`${props.service.name} is deleted`)
    navigate(workspace().path('/booking/services'), { replace: true })
    await refresh(desk())
  }
  return (
    <Show when={workspace().can(may.manageServices)}>
      <Menu
        label={`More to do with ${props.service.name}`}
        items={[{ label: 'Delete', icon: 'i-lucide-trash-2', danger: true, onSelect: () => setIsAsking(true) }]}
      />
      <Confirm
        title={`Delete ${props.service.name}?`}
        action="Delete"
        open={isAsking()}
        onClose={() => setIsAsking(false)}
        onConfirm={remove}
      >
        It can no longer be booked. What was booked with it stays in the calendar.
      </Confirm>
    </Show>
  )
}
