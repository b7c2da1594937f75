import type { JSX } from 'solid-js'
import { Problem, SiteFrame, siteHref, Trouble, useWords } from '#site'
import type { Words } from './words/en.ts'

/** A secret link that could not be opened: kindly where it is dead, with another try where it is not. */
export function DeadLink(props: {
  readonly workspace: string
  readonly error: unknown
  readonly onAgain: () => void
}): JSX.Element {
  const words = useWords<Words>()
  const isDead = () => props.error instanceof Problem && [400, 401, 403, 404, 410, 422].includes(props.error.status)
  return (
    <SiteFrame host={undefined} title={words().deadLink}>
      <div class="panel lone">
        {isDead() ? (
          <>
            <h1>{words().deadLink}</h1>
            <p class="soft">{words().deadLinkWhy}</p>
            <p>
              <a class="link" href={siteHref(props.workspace, '/book')}>
                {words().bookAgain}
              </a>
            </p>
          </>
        ) : (
          <Trouble error={props.error} onAgain={props.onAgain} />
        )}
      </div>
    </SiteFrame>
  )
}
