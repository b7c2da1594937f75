/** What a plugin's own tests need: the real platform, and people in it. Runs in Node, never in the Worker. */
export {
  addMember,
  type Client,
  makeWorkspace,
  type Person,
  type Reply,
  signUp,
  type Workspace,
} from '../../tools/testing/client.ts'
export { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
