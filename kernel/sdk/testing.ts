/** What a plugin's own tests need: the real platform, and people in it. Runs in Node, never in the Worker. */

export { testCertificates } from '../../tools/testing/certificates.ts'
export {
  addMember,
  type Client,
  makeWorkspace,
  type Person,
  type Reply,
  signUp,
  type Workspace,
} from '../../tools/testing/client.ts'
export { describeEmailPort, type EmailPortHarness, type PortMail } from '../../tools/testing/email-port-suite.ts'
export { probeMigrations } from '../../tools/testing/probe-migrations.ts'
export { describePushPort, type PushDevice, type PushPortHarness } from '../../tools/testing/push-port-suite.ts'
export { type ReplitStandIn, startReplitStandIn } from '../../tools/testing/replit-stand-in.ts'
export { type S3StandIn, startS3StandIn } from '../../tools/testing/s3-stand-in.ts'
export {
  type MailServer,
  type MailServerOptions,
  type ReceivedMail,
  startMailServer,
} from '../../tools/testing/smtp.ts'
export { databases, everyDatabase, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
