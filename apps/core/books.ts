// All books of refusal codes, of every room.

import { administrationCodes } from '#administration';
import { callCodes, callsFormCodes } from '#calls';
import { formsCodes } from '#forms';
import { mediaCodes } from '#media';
import { outboundCodes } from '#outbound';
import { recordsCodes } from '#records';
import { securityCodes } from '#security';
import { sipCodes } from '#sip';
import { storageCodes } from '#storage';
import { coreCodes } from './core.codes.ts';
import { CodeIndex } from './refusals.ts';

export const codeBooks = [
  administrationCodes,
  callCodes,
  callsFormCodes,
  coreCodes,
  formsCodes,
  mediaCodes,
  outboundCodes,
  recordsCodes,
  securityCodes,
  sipCodes,
  storageCodes,
];

export const codeIndex = new CodeIndex(codeBooks);
