import { For, type JSX, Show } from 'solid-js'
import { Badge, useWorkspace } from '#kit'
import { useFields } from '../fields/fields.ts'
import { shownCustom } from '../fields/show-custom.ts'
import { toQuery } from '../query-string.ts'
import type { Contact } from '../types.ts'
import { showBirthday } from './birthday.ts'
import { callLink, mailLink, webLink } from './links.ts'

const link = 'focusable rounded text-accent underline-offset-3 hover:underline'

/** A contact to read: what is known, and nothing about what is not. */
export function ContactFacts(props: { readonly contact: Contact }): JSX.Element {
  const workspace = useWorkspace()
  const fields = useFields('contact')
  const address = () => {
    const { street, postalCode, city, region, country } = props.contact
    const place = [postalCode, city].filter(Boolean).join(' ')
    return [street, place, region, country].filter((part): part is string => part !== null && part !== '')
  }
  const custom = () => shownCustom(props.contact.custom, fields.all())
  const isBare = () => {
    const { emails, phones, company, jobTitle, website, birthday, notes, tags } = props.contact
    return (
      emails.length + phones.length + tags.length + address().length + custom().length === 0 &&
      !(company || jobTitle || website || birthday || notes)
    )
  }
  return (
    <div class="card p-4 sm:p-6">
      <Show when={isBare()}>
        <p class="text-soft">Only the name is known so far.</p>
      </Show>
      <dl class="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        <Fact title="Email" show={props.contact.emails.length > 0}>
          <For each={props.contact.emails}>
            {(email) => (
              <p>
                <a class={link} href={mailLink(email)}>
                  {email}
                </a>
              </p>
            )}
          </For>
        </Fact>
        <Fact title="Phone" show={props.contact.phones.length > 0}>
          <For each={props.contact.phones}>
            {(phone) => (
              <p>
                <a class={link} href={callLink(phone)}>
                  {phone}
                </a>
              </p>
            )}
          </For>
        </Fact>
        <Fact title="Company" show={props.contact.company !== null}>
          <a class={link} href={workspace().path(`/crm/companies/${props.contact.company?.id}`)}>
            {props.contact.company?.name}
          </a>
        </Fact>
        <Fact title="Job title" show={Boolean(props.contact.jobTitle)}>
          {props.contact.jobTitle}
        </Fact>
        <Fact title="Website" show={Boolean(props.contact.website)}>
          <Show when={webLink(props.contact.website ?? '')} fallback={props.contact.website}>
            {(href) => (
              <a class={link} href={href()} target="_blank" rel="noopener noreferrer">
                {props.contact.website}
                <span class="sr-only"> (opens a new window)</span>
              </a>
            )}
          </Show>
        </Fact>
        <Fact title="Address" show={address().length > 0}>
          <For each={address()}>{(line) => <p class="whitespace-pre-line">{line}</p>}</For>
        </Fact>
        <Fact title="Birthday" show={Boolean(props.contact.birthday)}>
          {showBirthday(props.contact.birthday ?? '')}
        </Fact>
        <Fact title="Tags" show={props.contact.tags.length > 0}>
          <ul class="flex flex-wrap gap-1.5">
            <For each={props.contact.tags}>
              {(tag) => (
                <li class="max-w-full">
                  <a
                    class="focusable block rounded-full no-underline hover:underline"
                    href={workspace().path(`/crm/contacts?${toQuery({ tag })}`)}
                  >
                    <Badge>{tag}</Badge>
                  </a>
                </li>
              )}
            </For>
          </ul>
        </Fact>
        <For each={custom()}>
          {({ key, value }) => (
            <Fact title={key} show={true}>
              {value}
            </Fact>
          )}
        </For>
        <Show when={props.contact.notes}>
          <div class="min-w-0 sm:col-span-2">
            <dt class="text-sm text-soft">Notes</dt>
            <dd class="mt-0.5 whitespace-pre-wrap [overflow-wrap:anywhere]">{props.contact.notes}</dd>
          </div>
        </Show>
      </dl>
    </div>
  )
}

function Fact(props: { readonly title: string; readonly show: boolean; readonly children: JSX.Element }): JSX.Element {
  return (
    <Show when={props.show}>
      <div class="min-w-0">
        <dt class="text-sm text-soft [overflow-wrap:anywhere]">{props.title}</dt>
        <dd class="mt-0.5 [overflow-wrap:anywhere]">{props.children}</dd>
      </div>
    </Show>
  )
}
