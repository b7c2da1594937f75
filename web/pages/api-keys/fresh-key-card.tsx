import { useQuery } from '@tanstack/solid-query'
import { type JSX, onMount, Show } from 'solid-js'
import { Button, CopyLine } from '#kit'
import { api } from '../../shell/session.ts'
import type { FreshKey } from './queries.ts'

interface Operation {
  readonly 'x-permission'?: string
  readonly parameters?: readonly { readonly in: string; readonly required?: boolean }[]
}

interface Description {
  readonly paths: Readonly<Record<string, { readonly get?: Operation }>>
}

/** A key that was just made: the one time that it is shown. */
export function FreshKeyCard(props: { readonly fresh: FreshKey; readonly done: () => void }): JSX.Element {
  const description = useQuery(() => ({
    queryKey: ['openapi'],
    queryFn: () => api<Description>('/openapi.json'),
    staleTime: Number.POSITIVE_INFINITY,
  }))
  const path = () => (description.isSuccess ? pathFor(description.data, props.fresh.permissions) : undefined)
  let title: HTMLHeadingElement | undefined
  // After the dialog has given the focus back to its button.
  onMount(() => setTimeout(() => title?.focus(), 50))
  return (
    <section
      aria-labelledby="fresh-key"
      class="flex flex-col gap-4 rounded-xl border-2 border-accent bg-card p-4 sm:p-6"
    >
      <div>
        <h2 id="fresh-key" ref={title} tabindex="-1" class="text-lg font-semibold outline-none">
          Your key for {props.fresh.name}
        </h2>
        <p class="text-soft">Copy it now and keep it safe like a password. It is never shown again.</p>
      </div>
      <Show when={props.fresh.key} fallback={<p>This key was shown before. Replace it to get a new one.</p>}>
        {(key) => (
          <>
            <CopyLine label="API key" value={key()} />
            <Show when={path()}>
              {(found) => (
                <CopyLine
                  label="Try it in a terminal"
                  value={`curl ${location.origin}${found()} -H "Authorization: Bearer ${key()}"`}
                />
              )}
            </Show>
          </>
        )}
      </Show>
      <p class="text-sm">
        <a class="focusable rounded" href="/api/docs" target="_blank" rel="noopener">
          What programs can do with it (opens in a new tab)
        </a>
      </p>
      <div>
        <Button look="primary" onClick={() => props.done()}>
          I have kept it
        </Button>
      </div>
    </section>
  )
}

/** An address that this key may read without knowing anything else. */
function pathFor({ paths }: Description, permissions: readonly string[]): string | undefined {
  const isOpen = ({ get }: { readonly get?: Operation }, path: string) =>
    get?.['x-permission'] !== undefined &&
    permissions.includes(get['x-permission']) &&
    !path.includes('{') &&
    !get.parameters?.some((parameter) => parameter.in === 'query' && parameter.required === true)
  return Object.entries(paths).find(([path, methods]) => isOpen(methods, path))?.[0]
}
