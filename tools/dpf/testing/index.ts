/** What a published plugin's tests need: the real platform with the plugin in it, and people. `dpf test` starts it. */

export { addMember, type Client, type Person, type Reply, signUp, type Workspace } from '../../testing/client.ts'
export { describeTenants } from './describe-tenants.ts'
export { type Installed, type InstallOptions, installedPlugin } from './installed-plugin.ts'
