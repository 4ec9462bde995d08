// The first message of a TLS handshake (RFC 8446 §4.1.2), read only for the name and the protocols that it asks for. It decides
// nothing but who takes the connection: whatever cannot be read is left to TLS itself, which refuses it.

import { limits } from '#base';

export interface ClientHello {
  /** Blank when none is asked for. */
  readonly serverName: string;
  readonly protocols: readonly string[];
}

/** `more`: it is not whole yet. `none`: it is no ClientHello, or a larger one than anybody sends. */
export type Peeked = ClientHello | 'more' | 'none';

const handshakeRecord = 22;
const clientHello = 1;
const serverNameExtension = 0;
const protocolsExtension = 16;
const randomBytes = 32;

/** Reads what has come so far of a connection. */
export function peekClientHello(bytes: Buffer): Peeked {
  const message = messageOf(bytes);
  if (typeof message === 'string') return message;
  try {
    return readHello(new Reader(message));
  } catch {
    return 'none';
  }
}

/** The handshake message, out of the records that carry it (RFC 8446 §5.1). */
function messageOf(bytes: Buffer): Buffer | 'more' | 'none' {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const message = Buffer.concat(parts);
    const size = message.length < 4 ? undefined : 4 + message.readUIntBE(1, 3);
    if (message.length > 0 && message[0] !== clientHello) return 'none';
    if (size !== undefined && size > limits.portals.helloBytes) return 'none';
    if (size !== undefined && message.length >= size) return message.subarray(4, size);
    if (at < bytes.length && bytes[at] !== handshakeRecord) return 'none';
    if (bytes.length < at + 5) return 'more';
    const end = at + 5 + bytes.readUInt16BE(at + 3);
    if (end === at + 5 || end > limits.portals.helloBytes) return 'none';
    if (bytes.length < end) return 'more';
    parts.push(bytes.subarray(at + 5, end));
    at = end;
  }
}

function readHello(hello: Reader): ClientHello {
  hello.take(2 + randomBytes);
  hello.take(hello.number(1));
  hello.take(hello.number(2));
  hello.take(hello.number(1));
  let serverName = '';
  let protocols: string[] = [];
  for (const extensions = new Reader(hello.take(hello.number(2))); extensions.isMore; ) {
    const kind = extensions.number(2);
    const content = new Reader(extensions.take(extensions.number(2)));
    if (kind === serverNameExtension) serverName = readServerName(content);
    if (kind === protocolsExtension) protocols = readProtocols(content);
  }
  return { serverName, protocols };
}

/** RFC 6066 §3: the first name of the kind host_name. */
function readServerName(content: Reader): string {
  const list = new Reader(content.take(content.number(2)));
  return list.number(1) === 0 ? list.take(list.number(2)).toString('latin1').toLowerCase() : '';
}

/** RFC 7301 §3.1. */
function readProtocols(content: Reader): string[] {
  const protocols: string[] = [];
  for (const list = new Reader(content.take(content.number(2))); list.isMore; )
    protocols.push(list.take(list.number(1)).toString('latin1'));
  return protocols;
}

/** Throws where there is less than is asked for. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isMore(): boolean {
    return this.#at < this.#bytes.length;
  }

  number(sizeBytes: number): number {
    return this.take(sizeBytes).readUIntBE(0, sizeBytes);
  }

  take(sizeBytes: number): Buffer {
    const end = this.#at + sizeBytes;
    if (end > this.#bytes.length) throw new RangeError('it ends too early');
    const part = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return part;
  }
}
