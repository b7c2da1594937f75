/** All that a plugin may see of the platform. */
export type { Interval, JobRequest, LedgerRecord } from '../database/capability.ts'
export { AppError, defineErrors, type ProblemFacts } from '../errors/app-error.ts'
export { pointTo } from '../errors/point-to.ts'
export { drawMail, type MailFooter, type MailLook, templateOf } from '../mail/draw-mail.ts'
export { composeMail, type Mail } from '../mail/mime/compose-mail.ts'
export type { Mailbox } from '../mail/mime/encode-header.ts'
export { readEmailMessage } from '../mail/read-email-message.ts'
export { type SmtpServer, sendSmtp, trySmtp } from '../mail/smtp/send-smtp.ts'
export { SmtpFailure } from '../mail/smtp/smtp-failure.ts'
export type {
  Belongings,
  Bucket,
  ByteRange,
  Connect,
  Connection,
  ReadObject,
  StoredObject,
  StoredPart,
} from './belongings.ts'
export type { ChangeFunction, ChangeOptions, Database, Db, Query, ReadFunction, Tx } from './database.ts'
export { must } from './database.ts'
export { defineEvents } from './define-events.ts'
export { type ConnectorContext, definePlugin, type JobOutcome, type Plugin } from './define-plugin.ts'
export { endpoint } from './endpoint.ts'
export { foldText } from './fold-text.ts'
export type { HeardContext, HeardRecord, JobContext } from './job.ts'
export { momentColumn } from './moment.ts'
export { defineNeeds, type ModuleCall, type Modules, type Needs } from './needs.ts'
export { newId } from './new-id.ts'
export type { NewNotification, NotificationContext, NotificationKind } from './notifications.ts'
export type { PageDefinition } from './pages.ts'
export { pageFrom, readCursor } from './paging.ts'
export { platformErrors } from './platform-errors.ts'
export type {
  EmailAttachment,
  EmailMessage,
  EmailPort,
  EmailReceipt,
  EmailTemplate,
  FilesPort,
  FileUpload,
  KeptFile,
  NewFile,
  PortName,
  Ports,
  PushMessage,
  PushPort,
  PushReceipt,
} from './ports.ts'
export type { PluginEnv, Principal, Role, Tenant } from './request.ts'
export { pluginRouter } from './router.ts'
export { EmailAddress, IdParam, listQuery, pageOf, Timestamp, text, Uuid } from './schemas.ts'
export { streamText } from './stream-text.ts'
export { type ToolDefinition, toolRequest } from './tools.ts'
export { setVersion, wantedVersion } from './versions.ts'
