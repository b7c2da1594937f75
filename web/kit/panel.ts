import { useSearchParams } from '@solidjs/router'

export interface Panel {
  /** What it is open for: `1`, or the id of a thing. Undefined while it is closed. */
  readonly value: () => string | undefined
  readonly open: (value?: string) => void
  readonly close: () => void
}

/** A panel that the address knows of, `?remove=<id>`: a link opens it, and Back closes it. */
export function createPanel(name: string): Panel {
  const [search, setSearch] = useSearchParams()
  return {
    value: () => {
      const value = search[name]
      return typeof value === 'string' && value !== '' ? value : undefined
    },
    open: (value = '1') => setSearch({ [name]: value }),
    close: () => setSearch({ [name]: undefined }, { replace: true }),
  }
}
