import type { JSX } from 'solid-js'
import { Page, useWorkspace } from '#kit'
import { user } from '../shell/session.ts'
import { FirstSteps } from './home/first-steps.tsx'
import { Widgets } from './home/widgets.tsx'

/** The first page of a workspace: the way to its first useful result, then what the modules show of the day. */
export default function Home(): JSX.Element {
  const workspace = useWorkspace()
  return (
    <Page title={`Hello ${user()?.name.split(' ')[0] ?? ''}`} lead={`This is ${workspace().name}.`}>
      <FirstSteps />
      <Widgets />
    </Page>
  )
}
