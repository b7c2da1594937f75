import { Hono } from 'hono'
import type { PluginEnv } from './request.ts'

/**
 * A plugin's router; each route opens with `endpoint`. `Settings` is what the plugin's settings schema reads.
 *
 * `Asked` is `typeof needs`, of `defineNeeds`: what is not in it is an error of the compiler.
 */
export function pluginRouter<Settings = unknown, Asked = unknown>(): Hono<PluginEnv<Settings, Asked>> {
  return new Hono<PluginEnv<Settings, Asked>>()
}
