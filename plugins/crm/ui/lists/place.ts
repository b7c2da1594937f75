let kept: { readonly list: string; readonly top: number } | undefined

/** Remembers how far a list was scrolled when it was left. */
export function keepPlace(list: string, top: number): void {
  kept = { list, top }
}

/** The place where this list was left last, once. */
export function takePlace(list: string): number {
  const top = kept?.list === list ? kept.top : 0
  kept = undefined
  return top
}
