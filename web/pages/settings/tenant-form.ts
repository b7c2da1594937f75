import { useLocation, useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { createEffect, createSignal, on } from 'solid-js'
import { createForm, type Form, notify, Problem, useWorkspace } from '#kit'
import { type Access, useRefreshAccess } from '../access.ts'

export type Field = 'name' | 'slug' | 'colour' | 'timeZone' | 'currency' | 'language'
type Patch = { readonly [Name in Field]?: Access[Name] }

export interface TenantForm extends Form {
  /** What the fields begin with. It follows what others save, until something is written into the form. */
  readonly shown: () => Access
  /** Something was written into the form. */
  readonly touch: () => void
  /** What somebody else has saved meanwhile, where it is something else than what this form began with. */
  readonly theirs: () => Access | undefined
  readonly takeTheirs: () => void
}

/**
 * A form about the workspace itself, for some of its fields.
 *
 * It is saved only over what the person has seen: when somebody else was faster it says so, and the next press of the
 * button is a choice. What others did to other fields is no matter of it.
 */
export function createTenantForm(
  access: () => Access,
  fields: readonly Field[],
  read: (data: FormData) => Patch,
): TenantForm {
  const workspace = useWorkspace()
  const refreshAccess = useRefreshAccess()
  const follow = useFollow(access)
  // A copy: what the page knows of the workspace is changed in place by the next answer.
  const copy = () => ({ ...access() })
  const [shown, setShown] = createSignal(copy())
  /** What the person knows to be saved: of it and of nothing else theirs is something else. */
  const [known, setKnown] = createSignal(shown())
  const [touches, setTouches] = createSignal(0)
  const isOther = () => fields.some((field) => access()[field] !== known()[field])
  const begin = () => {
    setTouches(0)
    setShown(copy())
    setKnown(shown())
  }
  createEffect(on(copy, () => touches() > 0 || begin(), { defer: true }))
  const send = async (body: Patch, tries: number): Promise<Access> => {
    const headers = { 'if-match': `"${access().version}"` }
    try {
      return await workspace().api<Access>('/tenant', { method: 'PATCH', body, headers })
    } catch (error) {
      if (!isOutdated(error)) throw atAddress(error)
      await refreshAccess()
      if (isOther() || tries === 0) throw error
      return send(body, tries - 1)
    }
  }
  const form = createForm(async (data) => {
    const sent = touches()
    await follow(await send(read(data), 2))
    // What was written while it was saved stays, on top of what is saved now.
    if (touches() === sent) begin()
    else setKnown(copy())
    notify.done('Saved')
  })
  const theirs = () => (touches() > 0 && !form.busy() && isOther() ? access() : undefined)
  return {
    ...form,
    error: () => (isOutdated(form.error()) && theirs() !== undefined ? undefined : form.error()),
    shown,
    touch: () => setTouches((count) => count + 1),
    theirs,
    takeTheirs: begin,
  }
}

/** After a change the rest of the page has what is new, and is at the new address. */
function useFollow(access: () => Access): (changed: Access) => Promise<void> {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const location = useLocation()
  const refreshAccess = useRefreshAccess()
  return async (changed) => {
    if (changed.slug !== workspace().slug) {
      // The frame finds the workspace under its new address before it looks, so nothing on the page blinks.
      queries.setQueryData([changed.slug, 'workspace'], { ...access(), ...changed })
      navigate(location.pathname.replace(/^\/w\/[^/]+/, `/w/${changed.slug}`), { replace: true })
    }
    await Promise.all([refreshAccess(), queries.invalidateQueries({ queryKey: ['workspaces'] })])
  }
}

function isOutdated(error: unknown): boolean {
  return error instanceof Problem && error.status === 412
}

/** An address that is taken is said where the address is. */
function atAddress(error: unknown): unknown {
  if (!(error instanceof Problem) || error.code !== 'kernel.slugTaken') return error
  return new Problem(error.status, { ...error.facts, errors: [{ pointer: '#/slug', detail: error.message }] })
}
