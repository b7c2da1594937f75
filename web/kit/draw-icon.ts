import { icons } from 'virtual:lucide'

/** What stands for a name that no icon has. */
const unknownIcon = 'puzzle'
const asked = new Set<string>()
const sheet = new CSSStyleSheet()

/** Makes the class of a Lucide icon, `i-lucide-<name>`, for a name that no file of these pages says: its drawing is loaded once. */
export function drawIcon(name: string): void {
  if (asked.has(name) || !/^[a-z][a-z0-9-]{0,40}$/.test(name)) return
  asked.add(name)
  if (asked.size === 1) document.adoptedStyleSheets.push(sheet)
  void bodyOf(name)
    .then(async (body) => body ?? (await bodyOf(unknownIcon)) ?? '')
    .then((body) => sheet.insertRule(ruleOf(name, body)))
    // Without it there is an empty place before the words.
    .catch(() => asked.delete(name))
}

async function bodyOf(name: string): Promise<string | undefined> {
  const drawn = (await icons[name.charAt(0)]?.())?.default
  return drawn !== undefined && Object.hasOwn(drawn, name) ? drawn[name] : undefined
}

function ruleOf(name: string, body: string): string {
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24">${body}</svg>`
  const mask = `url("data:image/svg+xml,${encodeURIComponent(picture)}") center / 100% 100% no-repeat`
  return `.i-lucide-${name} { display: inline-block; flex-shrink: 0; width: 1em; height: 1em; vertical-align: middle; background: currentColor; mask: ${mask} }`
}
