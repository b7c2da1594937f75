import { createEffect, createSignal, on, onCleanup } from 'solid-js'
import { pluginUis } from '../../registry.gen.ts'
import type { SearchProvider } from '../plugin-ui.ts'
import { useWorkspace, type Workspace } from '../use-workspace.ts'
import { findMatches } from './match.ts'

export interface Found {
  readonly id: string
  readonly label: string
  readonly hint?: string
  readonly icon: string
  /** Under the workspace. */
  readonly path: string
}

export interface RecordSearch {
  readonly found: () => readonly Found[]
  readonly isSearching: () => boolean
  /** Some of the modules gave no answer. */
  readonly hasFailed: () => boolean
}

interface Provider {
  readonly base: string
  readonly find: (query: string, workspace: Workspace, signal: AbortSignal) => Promise<readonly Omit<Found, 'id'>[]>
}

const waitMs = 150

/** Asks every module that can find records, and the list of people, for what is typed; an outdated question is taken back. */
export function useRecordSearch(typed: () => string): RecordSearch {
  const workspace = useWorkspace()
  const [found, setFound] = createSignal<readonly Found[]>([])
  const [isSearching, setIsSearching] = createSignal(false)
  const [hasFailed, setHasFailed] = createSignal(false)
  const search = async (query: string, signal: AbortSignal) => {
    const answers = await Promise.allSettled(
      providersOf(workspace()).map(async ({ base, find }) =>
        (await find(query, workspace(), signal)).map((each) => ({ ...each, path: `${base}${each.path}` })),
      ),
    )
    if (signal.aborted) return
    setFound(
      answers
        .flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
        .map((each, place) => ({ ...each, id: `found-${place}` })),
    )
    setHasFailed(answers.some(({ status }) => status === 'rejected'))
    setIsSearching(false)
  }
  createEffect(
    on(
      () => typed().trim(),
      (query) => {
        setHasFailed(false)
        if (query.length < 2) {
          setFound([])
          setIsSearching(false)
          return
        }
        const outdated = new AbortController()
        setIsSearching(true)
        const timer = setTimeout(() => void search(query, outdated.signal), waitMs)
        onCleanup(() => {
          clearTimeout(timer)
          outdated.abort()
        })
      },
    ),
  )
  return { found, isSearching, hasFailed }
}

function providersOf(workspace: Workspace): Provider[] {
  const plugins = pluginUis.flatMap(({ id, search }) =>
    search !== undefined && workspace.modules.has(id) && workspace.can(search.permission)
      ? [{ base: `/${id}`, find: lazily(search) }]
      : [],
  )
  return workspace.can('members.read') ? [...plugins, { base: '', find: findPeople }] : plugins
}

function lazily(provider: SearchProvider): Provider['find'] {
  return async (query, workspace, signal) => (await provider.load()).default(query, workspace, signal)
}

interface MemberAnswer {
  readonly data: readonly { readonly id: string; readonly name: string; readonly email: string }[]
}

const findPeople: Provider['find'] = async (query, workspace, signal) => {
  const { data } = await workspace.api<MemberAnswer>('/members?limit=100', { signal })
  const people = data.map(({ name, email }) => ({ label: name, keywords: [email], hint: `Works here, ${email}` }))
  return findMatches(people, query)
    .slice(0, 4)
    .map(({ label, hint }) => ({ label, hint, icon: 'i-lucide-user-round', path: '/members' }))
}
