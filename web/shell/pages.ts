import { type Component, lazy } from 'solid-js'
import { pluginUis } from '../registry.gen.ts'

/** The pages outside of any workspace, by their paths. */
export const outerPages = {
  '/sign-in': lazy(() => import('../pages/sign-in.tsx')),
  '/sign-in/link': lazy(() => import('../pages/sign-in/link.tsx')),
  '/sign-up': lazy(() => import('../pages/sign-up.tsx')),
  '/forgot-password': lazy(() => import('../pages/forgot-password.tsx')),
  '/reset-password': lazy(() => import('../pages/reset-password.tsx')),
  '/verify-email': lazy(() => import('../pages/verify-email.tsx')),
}

/** Those for people who are signed in. */
export const ownPages = {
  '/accept-invitation': lazy(() => import('../pages/accept-invitation.tsx')),
  '/workspaces': lazy(() => import('../pages/workspaces.tsx')),
  '/profile': lazy(() => import('../pages/profile.tsx')),
}

/** The frame of a workspace, and the shell's own pages in it by their paths under `/w/<workspace>`. */
export const workspaceFrame = lazy(() => import('./workspace-frame.tsx'))
export const workspacePages = {
  '/': lazy(() => import('../pages/home.tsx')),
  '/members': lazy(() => import('../pages/members.tsx')),
  '/api-keys': lazy(() => import('../pages/api-keys.tsx')),
  '/modules': lazy(() => import('../pages/modules.tsx')),
  '/modules/:module': lazy(() => import('../pages/module.tsx')),
  '/marketplace': lazy(() => import('../pages/marketplace.tsx')),
  '/marketplace/:plugin': lazy(() => import('../pages/marketplace/listing.tsx')),
  '/plugins/:plugin': lazy(() => import('../pages/plugins.tsx')),
  '/publisher': lazy(() => import('../pages/publisher.tsx')),
  '/connectors': lazy(() => import('../pages/connectors.tsx')),
  '/webhooks': lazy(() => import('../pages/webhooks.tsx')),
  '/webhooks/:webhook': lazy(() => import('../pages/webhooks/webhook.tsx')),
  '/undone': lazy(() => import('../pages/undone.tsx')),
  '/activity': lazy(() => import('../pages/activity.tsx')),
  '/notifications': lazy(() => import('../pages/notifications.tsx')),
  '/notifications/choices': lazy(() => import('../pages/notifications/choices.tsx')),
  '/usage': lazy(() => import('../pages/usage.tsx')),
  '/settings': lazy(() => import('../pages/settings.tsx')),
}

/** Every page of the plugins that strangers published, at `/<plugin>/…`. */
export const publishedPage = lazy(() => import('../blocks/page.tsx'))
export const lostPage = lazy(() => import('../pages/lost.tsx'))
export const missingPage = lazy(() => import('../pages/missing.tsx'))

type Load = () => Promise<unknown>

/** The code that a page at this path is drawn with: it is loaded while the API is still asked who is there. */
export function codeOf(path: string): readonly Load[] {
  const inside = /^\/w\/[^/]+(\/.*)?$/.exec(path)
  if (inside === null) return seek(path, loadsOf({ ...outerPages, ...ownPages }))
  const plugins = pluginUis.flatMap(({ id, pages }) =>
    Object.entries(pages).map(([under, load]): [string, Load] => [`/${id}${under}`, load]),
  )
  const found = seek(inside[1] ?? '/', [...loadsOf(workspacePages), ...plugins])
  return [workspaceFrame.preload, ...(found.length === 0 ? [publishedPage.preload] : found)]
}

function loadsOf(pages: Readonly<Record<string, Component & { readonly preload: Load }>>): [string, Load][] {
  return Object.entries(pages).map(([path, { preload }]) => [path, preload])
}

/** A part that begins with a colon stands for any one. */
function seek(path: string, pages: readonly (readonly [pattern: string, load: Load])[]): Load[] {
  const parts = path.replace(/(.)\/$/, '$1').split('/')
  const fits = (pattern: string) => {
    const wanted = pattern.split('/')
    return (
      wanted.length === parts.length && wanted.every((part, place) => part.startsWith(':') || part === parts[place])
    )
  }
  const found = pages.find(([pattern]) => fits(pattern))
  return found === undefined ? [] : [found[1]]
}
