import { createUniqueId, ErrorBoundary, For, type JSX, lazy, Show, Suspense } from 'solid-js'
import { ErrorNote, Skeleton, useWorkspace, type Widget } from '#kit'
import { pluginUis } from '../../registry.gen.ts'

/** What the modules show on the home page; one that fails leaves the others alone. */
export function Widgets(): JSX.Element {
  const workspace = useWorkspace()
  const widgets = () =>
    pluginUis
      .filter(({ id }) => workspace().modules.has(id))
      .flatMap((ui) => ui.widgets ?? [])
      .filter(({ permission }) => workspace().can(permission))
  return (
    <Show when={widgets().length > 0}>
      <div class="grid items-start gap-4 lg:grid-cols-2">
        <For each={widgets()}>{(widget) => <Card widget={widget} />}</For>
      </div>
    </Show>
  )
}

function Card(props: { readonly widget: Widget }): JSX.Element {
  const id = createUniqueId()
  const Content = lazy(props.widget.load)
  return (
    <section
      aria-labelledby={id}
      class={`card flex min-h-80 min-w-0 flex-col gap-3 p-4 sm:p-5 ${props.widget.wide === true ? 'lg:col-span-2' : ''}`}
    >
      <h2 id={id} class="text-lg font-semibold">
        {props.widget.title}
      </h2>
      <ErrorBoundary fallback={(error, retry) => <ErrorNote error={error} retry={retry} />}>
        <Suspense fallback={<Skeleton rows={3} />}>
          <Content />
        </Suspense>
      </ErrorBoundary>
    </section>
  )
}
