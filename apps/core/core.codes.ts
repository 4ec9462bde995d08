// Refusal codes of the core process: its settings and its local socket.

import { defineCodes } from '#base';

export const coreCodes = defineCodes('core', {
  'core.usage': {
    words: '{why}.',
    remedy: 'See `ringfence --help`.',
    exit: 2,
  },
  'core.toll-offline': {
    words: 'The toll guard does not run while the system is offline.',
    remedy: 'Start the system.',
    http: 409,
  },
  'core.toll-nobody': {
    words: 'There is no extension {extension}.',
    remedy: 'Name one of Users and Services.',
    http: 404,
  },
  'core.already-made': {
    words: 'There is a system in {path} already.',
    remedy: 'Start it with `ringfence start`, or choose another directory with --data.',
  },
  'core.file-unreadable': {
    words: 'A file cannot be read: {why}.',
    remedy: 'Name the files to verify and, with --key, the public key.',
  },
  'core.socket-path-long': {
    words: 'The path of the local socket, {path}, has {bytes} bytes; the system takes at most {most}.',
    remedy: 'Choose a data directory with a shorter path.',
  },
  'core.socket-in-use': {
    words: 'Another process listens on {path}.',
    remedy: 'Stop it first: `ringfence stop` with the same --data.',
  },
  'core.socket-failed': {
    words: 'The local socket {path} cannot be opened: {why}.',
    remedy: 'See that the data directory is on a local disk and belongs to the user who runs Ringfence.',
  },
  'core.request-malformed': {
    words: 'A request must be one line of JSON with a whole number "id" and a text "method".',
    remedy: 'Use a command line of the same version as the core.',
    exit: 2,
  },
  'core.request-too-long': {
    words: 'A request has at most {most} bytes.',
    remedy: 'Split what is sent into several requests.',
    http: 413,
  },
  'core.unknown-method': {
    words: 'There is no request "{method}".',
    remedy: 'Use a command line of the same version as the core.',
    exit: 2,
    http: 404,
  },
  'core.wrong-parameters': {
    words: 'The request {method} was given wrong parameters: {why}.',
    remedy: 'Use a command line of the same version as the core.',
    exit: 2,
    http: 400,
  },
  'core.too-many-clients': {
    words: 'The local socket serves at most {most} clients at once.',
    remedy: 'Try again when other commands have ended.',
  },
  'core.portal-busy': {
    words: 'The system is busy with other requests of the tools.',
    remedy: 'Try again in a moment.',
    http: 503,
  },
  'core.cancelled': {
    words: 'The request was cancelled.',
    remedy: 'Ask again if you still want it.',
    http: 503,
  },
  'core.too-much-work': {
    words: 'Other imports are still going on.',
    remedy: 'Wait until they have ended, or cancel them.',
    http: 429,
  },
  'core.no-such-work': {
    words: 'There is no such work, or it has ended long ago.',
    remedy: 'Begin it again.',
    http: 404,
  },
  'core.file-too-long': {
    words: 'A file to import has at most {most} bytes.',
    remedy: 'Split it into several files.',
    http: 413,
  },
  'core.setup-not-yours': {
    words: 'The setup assistant is for those who may change the system options.',
    remedy: 'Ask an administrator with the root policy.',
    http: 403,
  },
  'core.wrong-key': {
    words: 'The first line of a client must be its key, from the file socket-key in the data directory.',
    remedy: 'Use a command line of the same version, as the user who owns the data directory.',
  },
  'core.fault': {
    words: 'Something went wrong that should not; the log tells what, under {id}.',
    remedy: 'Look for the id in the log, and report the fault with the lines around it.',
    http: 500,
  },
});
