// Text with certificates and keys in PEM (RFC 7468), as people paste it: with words between, line ends of any kind, in any order.

import { limits, no, ok, type Result } from '#base';
import { uploadCodes } from './upload.codes.ts';

export interface PemBlock {
  /** "CERTIFICATE", "PRIVATE KEY" … */
  readonly label: string;
  /** From its header line to the end of its last line, with line feeds. */
  readonly text: string;
}

const block = /-----BEGIN ([A-Z0-9 ]{1,40})-----\n([\s\S]*?)\n-----END \1-----/g;

/** All blocks of a text. Refuses what is larger than an upload may be. */
export function readPem(text: string): Result<readonly PemBlock[]> {
  const { bytes: most, certificates } = limits.upload;
  const blocks =
    text.length > most
      ? undefined
      : [...text.replace(/[ \t]*\r?\n[ \t]*|\r/g, '\n').matchAll(block)].map(([whole, label = '']) => ({
          label,
          text: `${whole}\n`,
        }));
  if (blocks === undefined || blocks.length > certificates + 2)
    return no(uploadCodes.refuse('security.upload-too-large', { most, certificates }));
  return ok(blocks);
}

export const isKey = ({ label }: PemBlock): boolean => label.endsWith('PRIVATE KEY');

/** DER as PEM. */
export function printPem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
