// Why the toll guard refuses a call, a release or a simulation.

import { defineCodes } from '#base';

export const tollCodes = defineCodes('calls', {
  'calls.toll-no-country': {
    words: 'No country has a code with which {number} begins',
    remedy: 'Correct the number, or the digits that the route makes of it.',
    sip: 404,
  },
  'calls.toll-closed': {
    words: 'Calls to {destination} ({key}) are not open',
    remedy: 'Open it in Toll Countries if calls there are wanted.',
    sip: 403,
  },
  'calls.toll-blocked': {
    words: '{who} is blocked: {why}',
    remedy: 'Find out whether its calls were honest, then release the block in Toll Blocks.',
    sip: 403,
  },
  'calls.toll-limit': {
    words: '{who} has reached the limit {limit}: {what}',
    remedy: 'Look at its calls in Call History. If they are honest, raise the limit in Toll Limits.',
    sip: 403,
  },
  'calls.toll-account-code': {
    words: 'The call is unusual and needs an account code: {why}',
    remedy: 'Dial it with an account code. Toll Guard says from which score on one is asked for.',
    sip: 403,
  },
  'calls.toll-unusual': {
    words: 'The call is too unusual: {why}',
    remedy: 'Find out who made it. Scores and what follows from them stand in Toll Guard.',
    sip: 403,
  },
  'calls.toll-nobody': {
    words: 'There is no {which}.',
    remedy: 'Name one that exists, or leave it blank for each; the whole system is not named.',
    http: 422,
  },
  'calls.toll-no-block': {
    words: 'There is no block {key}.',
    remedy: '`ringfence toll blocks` lists those that hold.',
    http: 404,
  },
  'calls.toll-span': {
    words: 'From {from} to {to} cannot be simulated.',
    remedy: 'Give an end after the beginning, at most {days} days later.',
    http: 422,
  },
});
