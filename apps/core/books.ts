// All books of refusal codes, of every room.

import { administrationCodes } from '#administration';
import { alarmsCodes } from '#alarms';
import { callCodes, callsFormCodes, emergencyCodes, tollCodes } from '#calls';
import { formsCodes } from '#forms';
import { handsetCodes } from '#handset';
import { mediaCodes } from '#media';
import { outboundCodes } from '#outbound';
import { proofCodes } from '#proof';
import { recordsCodes } from '#records';
import { scheduleCodes } from '#schedule';
import { acmeCodes, checksCodes, factorsCodes, managerCodes, securityCodes, tlsCodes, uploadCodes } from '#security';
import { attendantCodes, conferenceCodes, queueCodes } from '#services';
import { sipCodes } from '#sip';
import { storageCodes } from '#storage';
import { voiceCodes } from '#voice';
import { voicemailCodes } from '#voicemail';
import { coreCodes } from './core.codes.ts';
import { CodeIndex } from './refusals.ts';

export const codeBooks = [
  administrationCodes,
  alarmsCodes,
  callCodes,
  callsFormCodes,
  emergencyCodes,
  tollCodes,
  coreCodes,
  formsCodes,
  handsetCodes,
  mediaCodes,
  outboundCodes,
  proofCodes,
  recordsCodes,
  scheduleCodes,
  acmeCodes,
  securityCodes,
  checksCodes,
  tlsCodes,
  factorsCodes,
  managerCodes,
  attendantCodes,
  conferenceCodes,
  queueCodes,
  sipCodes,
  storageCodes,
  uploadCodes,
  voiceCodes,
  voicemailCodes,
];

export const codeIndex = new CodeIndex(codeBooks);
