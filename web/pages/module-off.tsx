import { type JSX, Show } from 'solid-js'
import { Empty, LinkButton, Page, useWorkspace } from '#kit'
import { useConnectors } from './connectors/queries.ts'

export interface ModuleOffProps {
  /** The id of the module or connector. */
  readonly plugin: string
}

/** A page of a module that is turned off here, or of a service that is not connected. */
export default function ModuleOff(props: ModuleOffProps): JSX.Element {
  const connectors = useConnectors()
  const connector = () =>
    connectors.isSuccess ? connectors.data.data.find(({ id }) => id === props.plugin)?.title : undefined
  return (
    <Show when={!connectors.isPending} fallback={<Page title="One moment">{undefined}</Page>}>
      <Show when={connector()} fallback={<Off />}>
        {(title) => <NotConnected plugin={props.plugin} title={title()} />}
      </Show>
    </Show>
  )
}

function NotConnected(props: { readonly plugin: string; readonly title: string }): JSX.Element {
  const workspace = useWorkspace()
  const mayManage = () => workspace().can('plugins.manage')
  return (
    <Page title={`${props.title} is not connected`}>
      <div class="card">
        <Empty
          icon="i-lucide-plug"
          title="This page needs a connection that is not there yet"
          action={
            <Show when={mayManage()} fallback={<LinkButton href={workspace().path('/')}>To the start</LinkButton>}>
              <LinkButton href={workspace().path(`/connectors?open=${props.plugin}`)} look="primary">
                {`Connect ${props.title}`}
              </LinkButton>
            </Show>
          }
        >
          {mayManage()
            ? 'You connect it on the page Connections.'
            : 'An owner or a manager can connect it on the page Connections.'}
        </Empty>
      </div>
    </Page>
  )
}

function Off(): JSX.Element {
  const workspace = useWorkspace()
  const mayManage = () => workspace().can('plugins.manage')
  return (
    <Page title="This part is turned off">
      <div class="card">
        <Empty
          icon="i-lucide-blocks"
          title="The page belongs to something that is off in this workspace"
          action={
            <Show when={mayManage()} fallback={<LinkButton href={workspace().path('/')}>To the start</LinkButton>}>
              <LinkButton href={workspace().path('/modules')} look="primary">
                See the modules
              </LinkButton>
            </Show>
          }
        >
          {mayManage()
            ? 'Turn it on, and everything in it is where it was.'
            : 'Nothing in it is lost. An owner or a manager can turn it on.'}
        </Empty>
      </div>
    </Page>
  )
}
