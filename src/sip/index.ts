// The door of sip.

export { type DigestAlgorithm, digestAlgorithms, digestHa1 } from './auth/algorithms.ts';
export {
  type ChallengeKind,
  type CredentialsFor,
  DigestAuthenticator,
  type DigestCredentials,
  type DigestOptions,
  type DigestVerdict,
  type WrongCredentials,
} from './auth/authenticator.ts';
export { answerChallenge, DigestClient, type DigestIdentity, type DigestRequest } from './auth/client.ts';
export { contactOf, Dialog, type InDialog, type KeptDialog } from './dialog/dialog.ts';
export { ReliableAnswers, reliableNumber } from './dialog/reliable.ts';
export {
  agreeAsClient,
  agreeAsServer,
  LEAST_SESSION_SECONDS,
  leastSession,
  type SessionAgreement,
  SessionTimer,
  sessionInterval,
  sessionLines,
  supports,
} from './dialog/session-timer.ts';
export { type NameAddress, parseNameAddress, quoteDisplay } from './messages/address.ts';
export { checkMessage, type Fault } from './messages/check.ts';
export { Header, type HeaderId, headerName } from './messages/headers.ts';
export { splitList } from './messages/lists.ts';
export { type CSeq, SipMessage, type Source } from './messages/message.ts';
export { parameter } from './messages/parameters.ts';
export { type Parsed, parseMessage } from './messages/parse.ts';
export { printRequest, printResponse } from './messages/print.ts';
export { reasonPhrase } from './messages/reasons.ts';
export { decodeText, encodeText, ownText } from './messages/text.ts';
export { escapeUser, parseUri, printUri, type SipUri, sameUri, uriScheme } from './messages/uri.ts';
export { parseVia, type Via } from './messages/via.ts';
export { sipCodes } from './sip.codes.ts';
export { ClientTransaction, type ClientUser, type OutgoingRequest } from './transaction/client.ts';
export { sentBy, TransactionLayer, type TransactionOptions } from './transaction/layer.ts';
export { ServerTransaction, type ServerUser } from './transaction/server.ts';
export { T1, T2, TRANSACTION_MS, TRYING_MS } from './transaction/timers.ts';
export type { TransportCounters } from './transport/counters.ts';
export type { Dial } from './transport/dial.ts';
export { closedFlow, type Flow, keepAlive, type TlsFacts, type TransportName } from './transport/flow.ts';
export type { ListenerFacts, ListenerSettings } from './transport/listener.ts';
export type { SecureListenerOptions } from './transport/tls.ts';
export { SipTransport, type TransportOptions } from './transport/transport.ts';
