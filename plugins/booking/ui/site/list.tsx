import './booking.css'
import { createResource, For, type JSX, Match, Show, Switch } from 'solid-js'
import { NotHere, Problem, SiteFrame, type SitePageProps, siteHref, Trouble, useWords } from '#site'
import { bookingApi } from './api.ts'
import type { BookingPageView } from './nouns.ts'
import { ServiceFacts } from './service-facts.tsx'
import type { Words } from './words/en.ts'

/** `/s/<workspace>/book`: what can be booked there. */
export default function List(props: SitePageProps): JSX.Element {
  const words = useWords<Words>()
  const [page, { refetch }] = createResource(() => bookingApi(props.workspace).page())
  const shown = () => (page.error === undefined ? page() : undefined)
  return (
    <Switch
      fallback={
        <SiteFrame host={undefined} title={words().book}>
          {null}
        </SiteFrame>
      }
    >
      <Match when={page.error instanceof Problem && page.error.status === 404}>
        <NotHere />
      </Match>
      <Match when={page.error}>
        <SiteFrame host={undefined} title={words().book}>
          <Trouble error={page.error} onAgain={() => void refetch()} />
        </SiteFrame>
      </Match>
      <Match when={shown()}>{(view) => <Services workspace={props.workspace} view={view()} />}</Match>
    </Switch>
  )
}

function Services(props: { readonly workspace: string; readonly view: BookingPageView }): JSX.Element {
  const words = useWords<Words>()
  return (
    <SiteFrame host={props.view.business} title={words().book}>
      <div class="stack">
        <h1>{words().whatToBook}</h1>
        <Show when={props.view.business.welcome}>{(welcome) => <p class="soft lines">{welcome()}</p>}</Show>
        <Show when={props.view.services.length > 0} fallback={<p class="panel lone">{words().nothingToBook}</p>}>
          <ul class="services">
            <For each={props.view.services}>
              {(service) => (
                <li>
                  <a class="panel service" href={siteHref(props.workspace, `/book/${service.slug}`)}>
                    <Dot colour={service.colour} />
                    <h2>{service.name}</h2>
                    <Show when={service.description}>{(text) => <p class="soft lines clipped">{text()}</p>}</Show>
                    <ServiceFacts service={service} />
                  </a>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </div>
    </SiteFrame>
  )
}

/** The service's colour, by which people know it again. */
function Dot(props: { readonly colour: string }): JSX.Element {
  return (
    <span class="dot" aria-hidden="true" ref={(element) => element.style.setProperty('background', props.colour)} />
  )
}
