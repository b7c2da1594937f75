const mostNames = 100
const mostSeen = 1000
const longestText = 8192

/** How one statement goes over the wire: under which name, whether it must be parsed, which old name makes room. */
export type StatementNaming = { name: string; parse: boolean; evicted: string | undefined }

/** The prepared statements of one connection: a bounded memory of which SQL text has which name. */
export type StatementNames = {
  find(text: string): StatementNaming
  forget(): void
}

const unnamed: StatementNaming = { name: '', parse: true, evicted: undefined }

/** Names a text when it comes a second time, so that what runs once, such as a migration, takes no room. */
export function createStatementNames(): StatementNames {
  const names = new Map<string, string>()
  const seen = new Set<string>()
  let made = 0
  return {
    find(text) {
      const known = names.get(text)
      if (known !== undefined) {
        names.delete(text)
        names.set(text, known)
        return { name: known, parse: false, evicted: undefined }
      }
      if (text.length > longestText) return unnamed
      if (!seen.delete(text)) {
        if (seen.size >= mostSeen) seen.clear()
        seen.add(text)
        return unnamed
      }
      const evicted = names.size >= mostNames ? takeOldest(names) : undefined
      const name = `bridge_${++made}`
      names.set(text, name)
      return { name, parse: true, evicted }
    },
    forget() {
      names.clear()
    },
  }
}

function takeOldest(names: Map<string, string>): string | undefined {
  for (const [text, name] of names) {
    names.delete(text)
    return name
  }
  return undefined
}
