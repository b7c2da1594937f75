import { createEffect, For, type JSX, Show } from 'solid-js'
import { applyAccent } from '../shell/accent.ts'
import { type Language, language, languageNames, languages, setLanguage } from './language.ts'
import { writeQuery } from './query.ts'
import { siteWords } from './words.ts'

/** The workspace as its visitors know it. */
export interface Host {
  readonly name: string
  readonly colour: string | null
  readonly logoUrl: string | null
}

/** Around every page for visitors: whose it is, in their colours, and the switch of languages. */
export function SiteFrame(props: {
  readonly host: Host | undefined
  readonly title: string
  readonly children: JSX.Element
}): JSX.Element {
  createEffect(() => applyAccent(props.host?.colour ?? null))
  createEffect(() => {
    document.title = props.host === undefined ? props.title : `${props.title} · ${props.host.name}`
  })
  return (
    <>
      <header class="host">
        <Show when={props.host}>
          {(host) => (
            <>
              <Show when={host().logoUrl}>
                {(url) => <img class="logo" src={url()} alt="" width="32" height="32" />}
              </Show>
              <p class="host-name">{host().name}</p>
            </>
          )}
        </Show>
      </header>
      <main>{props.children}</main>
      <footer class="foot">
        <LanguageSwitch />
      </footer>
    </>
  )
}

function LanguageSwitch(): JSX.Element {
  const choose = (next: string) => {
    writeQuery({ lang: next })
    setLanguage(next as Language)
  }
  return (
    <label class="row small">
      <span class="soft">{siteWords().language}</span>
      <select class="control slim" value={language()} onChange={(event) => choose(event.currentTarget.value)}>
        <For each={languages}>
          {(each) => (
            <option value={each} lang={each}>
              {languageNames[each]}
            </option>
          )}
        </For>
      </select>
    </label>
  )
}
