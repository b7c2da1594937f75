import { unwrap } from 'solid-js/store'

/** A copy of what the API said that stays as it is: what a page draws from is changed in place by the next answer. */
export function copyOf<Value>(value: Value): Value {
  return structuredClone(unwrap(value))
}
