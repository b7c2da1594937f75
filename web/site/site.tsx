import { createEffect, createResource, type JSX, Match, Switch } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { askAhead } from './ask.ts'
import { findPage } from './find-page.ts'
import { language } from './language.ts'
import { NotHere } from './not-here.tsx'
import { pluginSites } from './registry.gen.ts'
import { SiteFrame } from './site-frame.tsx'
import { Trouble } from './trouble.tsx'
import { putWords } from './use-words.ts'
import { siteWords } from './words.ts'

/** The page that the address names, once it is there with its words; a change of language loads only the words. */
export function Site(): JSX.Element {
  const found = findPage(pluginSites, location.pathname)
  const first = found?.site.ahead?.[found.path]
  if (found !== undefined && first !== undefined) askAhead(found.props.workspace, found.site.id, first(found.props))
  const [page, { refetch }] = createResource(async () => (found === undefined ? null : (await found.load()).default))
  const [isWorded, { refetch: askWords }] = createResource(language, async (next) => {
    putWords((await found?.site.words[next]())?.default ?? {})
    return true
  })
  createEffect(() => {
    document.documentElement.lang = language()
  })
  const again = () => void Promise.all([refetch(), askWords()])
  return (
    <Switch fallback={<div class="loading" role="status" aria-label={siteWords().loading} />}>
      <Match when={page.error ?? isWorded.error}>
        {(error) => (
          <SiteFrame host={undefined} title={siteWords().notHere}>
            <Trouble error={error()} onAgain={again} />
          </SiteFrame>
        )}
      </Match>
      <Match when={page.state === 'ready' && page() === null}>
        <NotHere />
      </Match>
      <Match when={isWorded.latest === true && page()}>
        {(Page) => (
          <Dynamic component={Page()} workspace={found?.props.workspace ?? ''} params={found?.props.params ?? {}} />
        )}
      </Match>
    </Switch>
  )
}
