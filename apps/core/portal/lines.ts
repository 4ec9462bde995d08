// What the portal says, read strictly: the portal is trusted with nothing. Whatever has another shape is no line of it.

import { z } from 'zod';
import type { FromPortalLine } from '../portal-protocol.ts';

const id = z.int().min(1);
const tool = z.enum(['system-administration', 'group-administration', 'desktop', 'application']);

const session = z.strictObject({
  token: z.string().max(200),
  tool,
  csrf: z.string().max(200).optional(),
  background: z.boolean().optional(),
});

const request = z.strictObject({
  id,
  method: z.string().max(50),
  params: z.unknown().optional(),
  session: session.optional(),
  from: z.strictObject({
    address: z.string().max(64),
    agent: z.string().max(1_000),
    host: z.string().max(300).optional(),
    listener: z.string().max(100).optional(),
    version: z.string().max(20).optional(),
    suite: z.string().max(100).optional(),
    certificate: z.string().max(100).optional(),
    certificateRefused: z.string().max(1_000).optional(),
  }),
});

const listener = z.strictObject({
  name: z.string().max(100),
  transport: z.string().max(20),
  address: z.string().max(64),
  port: z.int().min(0).max(65_535),
  closedBecause: z.string().max(1_000),
});

const line = z.union([
  request,
  z.strictObject({ took: id }),
  z.strictObject({ cancel: id }),
  z.strictObject({ listening: z.array(listener).max(1_000) }),
]);

/** `undefined` for what is no line of the portal. */
export function readFromPortal(text: string): FromPortalLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const read = line.safeParse(value);
  // What may be left out is left out: JSON has no `undefined`.
  return read.success ? (read.data as FromPortalLine) : undefined;
}
