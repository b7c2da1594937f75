import { Hono } from 'hono'
import type { PluginEnv } from './request.ts'

/** A plugin's router; each route opens with `endpoint`. `Settings` is what the plugin's settings schema reads. */
export function pluginRouter<Settings = unknown>(): Hono<PluginEnv<Settings>> {
  return new Hono<PluginEnv<Settings>>()
}
