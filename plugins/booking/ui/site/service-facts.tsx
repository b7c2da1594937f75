import { type JSX, Show } from 'solid-js'
import { locale, useWords } from '#site'
import { writeMinutes, writeMoney } from './format.ts'
import type { PublicBooking, PublicService } from './nouns.ts'
import type { Words } from './words/en.ts'

/** `30 minutes or 1 hour`. */
export function durationsOf({ durations }: PublicService): string {
  return new Intl.ListFormat(locale(), { type: 'disjunction' }).format(durations.map(writeMinutes))
}

export function priceOf(
  words: Words,
  { price, pricePer }: Pick<PublicService, 'price' | 'pricePer'>,
): string | undefined {
  if (price === null) return undefined
  return pricePer === 'guest' ? words.payOnSiteEach(writeMoney(price)) : words.payOnSite(writeMoney(price))
}

/** Where it takes place, in words: an address as it stands, a call by what it is. */
export function placeOf(words: Words, { kind, details }: PublicBooking['location']): string | undefined {
  const kinds = { place: undefined, phone: words.byPhone, video: words.byVideo, customer: words.atYours } as const
  const named = kinds[kind]
  if (named === undefined) return details ?? undefined
  return details === null ? named : `${named}: ${details}`
}

/** What a service is, takes and costs, on one line each. */
export function ServiceFacts(props: { readonly service: PublicService }): JSX.Element {
  const words = useWords<Words>()
  return (
    <ul class="facts soft">
      <li>{durationsOf(props.service)}</li>
      <Show when={placeOf(words(), props.service.location)}>{(place) => <li>{place()}</li>}</Show>
      <Show when={priceOf(words(), props.service)}>{(price) => <li>{price()}</li>}</Show>
    </ul>
  )
}
