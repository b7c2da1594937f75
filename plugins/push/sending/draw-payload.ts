/** The last of the sizes that a payload is drawn in: whole, whole without padding, with less to say, with the title alone. */
export const smallest = 3
const shortBody = 100
const shortTitle = 60

export interface Drawn {
  readonly title: string
  readonly body: string
  readonly path: string
  readonly tag?: string
}

/** What the service worker is handed, in one of its sizes. */
export function drawPayload(
  content: { readonly title: string; readonly body: string; readonly link: string; readonly tag: string | null },
  size: number,
): Drawn {
  const { title, body, link, tag } = content
  return {
    title: size < smallest ? title : cut(title, shortTitle),
    body: size < 2 ? body : size < smallest ? cut(body, shortBody) : '',
    path: link,
    ...(tag === null ? {} : { tag }),
  }
}

function cut(text: string, most: number): string {
  const letters = Array.from(text)
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`
}
