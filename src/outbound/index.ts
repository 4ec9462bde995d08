// The door of outbound.

export { type AddressKind, kindOfAddress } from './address.ts';
export { connectTo, type OutboundTls, type ShownByServer, type Target, type Way } from './connect.ts';
export {
  type HttpAnswer,
  type HttpFetch,
  type HttpOptions,
  type HttpRequest,
  httpFetch,
  makeHttpFetch,
} from './http.ts';
export { type Attachment, type Mail, type MailServer, sendMail } from './mail.ts';
export { outboundCodes } from './outbound.codes.ts';
export { type Resolve, systemResolve } from './place.ts';
export { SyslogLink, type SyslogPlace } from './syslog.ts';
export {
  cutToBytes,
  printSyslog,
  type SyslogElement,
  type SyslogMessage,
  type SyslogSeverity,
} from './syslog-message.ts';
