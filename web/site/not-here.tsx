import type { JSX } from 'solid-js'
import { SiteFrame } from './site-frame.tsx'
import { siteWords } from './words.ts'

/** An address that leads nowhere, or no longer. */
export function NotHere(): JSX.Element {
  return (
    <SiteFrame host={undefined} title={siteWords().notHere}>
      <div class="panel lone">
        <h1>{siteWords().notHere}</h1>
        <p class="soft">{siteWords().notHereWhy}</p>
      </div>
    </SiteFrame>
  )
}
