import { createSignal } from 'solid-js'

const [loaded, setLoaded] = createSignal<object>({})

/** What the plugin's pages say, in the language of the page: the shell loads it before it draws them. */
export function useWords<Words extends object>(): () => Words {
  return loaded as () => Words
}

export const putWords = setLoaded
