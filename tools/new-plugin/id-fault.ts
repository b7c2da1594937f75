import { object } from 'valibot'
import { pluginFaults } from '../../kernel/registry/check-plugin.ts'
import { pluginRouter } from '../../kernel/sdk/router.ts'
import { reservedNames } from './reserved-names.ts'

/** Why a plugin cannot have this id; undefined when it can. */
export function idFault(id: string): string | undefined {
  if (!/^[a-z][a-z_]{1,40}$/.test(id) || /__|_$/.test(id))
    return `${JSON.stringify(id)} is no id for a plugin: write 2 to 41 small letters, with _ between words, such as gift_cards`
  const blank = {
    kind: 'module',
    title: '',
    description: '',
    icon: '',
    version: '',
    permissions: {},
    events: {},
  } as const
  const isReserved = pluginFaults({ ...blank, id, settings: object({}), routes: pluginRouter() }).length > 0
  return isReserved || reservedNames.has(id) ? `${id} is taken by the platform itself: choose another id` : undefined
}
