import { type JSX, Show } from 'solid-js'
import { Empty, LinkButton, Page, useWorkspace } from '#kit'

/** A page of a module that is turned off here. */
export default function ModuleOff(): JSX.Element {
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
              <div class="flex flex-wrap justify-center gap-2">
                <LinkButton href={workspace().path('/modules')} look="primary">
                  See the modules
                </LinkButton>
                <LinkButton href={workspace().path('/connectors')}>See the connections</LinkButton>
              </div>
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
