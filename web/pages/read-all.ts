import type { Workspace } from '#kit'

interface PageOf<Item> {
  readonly data: readonly Item[]
  readonly nextCursor: string | null
}

/** Reads a list that stays small to its end. */
export async function readAll<Item>(workspace: Workspace, path: string): Promise<Item[]> {
  const all: Item[] = []
  let cursor: string | null = null
  do {
    const page: PageOf<Item> = await workspace.api(
      `${path}?limit=100${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    )
    all.push(...page.data)
    cursor = page.nextCursor
  } while (cursor !== null)
  return all
}
