import { useQuery } from '@tanstack/solid-query'
import { type JSX, Show, useContext } from 'solid-js'
import { openStream } from '../shell/session.ts'
import { WorkspaceContext } from '../shell/use-workspace.ts'
import { initialsOf } from './initials.ts'
import { known } from './known.ts'

export interface PersonPictureProps {
  readonly name: string
  /** The API's address of the picture; the person's initials stand where there is none. */
  readonly url?: string | null | undefined
  /** Its size and that of the letters; `h-10 w-10` without it. */
  readonly class?: string
}

/** What a person looks like, beside their name. An address names one picture for ever, so each is fetched once. */
export function PersonPicture(props: PersonPictureProps): JSX.Element {
  const workspace = useContext(WorkspaceContext)
  const tenant = () => workspace?.().id
  const picture = useQuery(() => ({
    queryKey: ['person picture', props.url],
    queryFn: async ({ signal }) => {
      const [id, path] = [tenant(), (props.url ?? '').replace(/^\/api/, '')]
      const response = await openStream(path, { signal, ...(id === undefined ? {} : { tenant: id }) })
      return URL.createObjectURL(await response.blob())
    },
    enabled: typeof props.url === 'string',
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    retry: false,
  }))
  const shape = () => `shrink-0 rounded-full bg-raised ${props.class ?? 'h-10 w-10'}`
  const source = () => (typeof props.url === 'string' ? known(picture) : undefined)
  return (
    <Show
      when={source()}
      fallback={
        <span aria-hidden="true" class={`grid place-items-center font-semibold ${shape()}`}>
          {initialsOf(props.name)}
        </span>
      }
    >
      {(url) => <img src={url()} alt="" class={`object-cover ${shape()}`} />}
    </Show>
  )
}
