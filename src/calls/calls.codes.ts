// Why a call, a registration or a request is refused.

import { defineCodes } from '#base';

export const callCodes = defineCodes('calls', {
  'calls.unknown-number': {
    words: 'The number {number} is not in use',
    remedy: 'Add it in Users and Services, or correct the number that was dialled.',
    sip: 404,
  },
  'calls.not-registered': {
    words: 'No phone of extension {number} is registered',
    remedy:
      'Look at the phone: its power, network, server address, secret and certificate trust. `ringfence audit list` tells refused registrations.',
    sip: 480,
  },
  'calls.do-not-disturb': {
    words: 'Extension {number} does not want to be disturbed',
    remedy: 'Dial the code for do not disturb off at that phone, or change it in Users and Services.',
    sip: 486,
  },
  'calls.busy': {
    words: 'The extension is busy',
    remedy: 'Try again later. Whether it takes a second call is its call waiting in Users and Services.',
    sip: 486,
  },
  'calls.not-encrypted': {
    words: 'The call must be encrypted: {why}',
    remedy: 'Let the phone use SIP over TLS and SRTP, or set media security of the extension to preferred.',
    sip: 488,
  },
  'calls.encryption-not-possible': {
    words: 'The phone demands SRTP and this call cannot have it: {why}',
    remedy: 'Let both phones use SIP over TLS and SRTP, or let the phone offer SRTP without demanding it.',
    sip: 488,
  },
  'calls.bad-description': {
    words: 'The session description cannot be used: {why}',
    remedy: 'Report the phone and its firmware; the call is refused rather than guessed at.',
    sip: 488,
  },
  'calls.no-answer': {
    words: 'Nobody answered',
    remedy: 'The ringing time is in System Options.',
    sip: 480,
  },
  'calls.unreachable': {
    words: 'The phone did not respond',
    remedy: 'Look at the phone and its network.',
    sip: 480,
  },
  'calls.self': {
    words: 'An extension cannot call itself',
    remedy: 'Dial another number.',
    sip: 486,
  },
  'calls.code-failed': {
    words: 'The feature code could not be carried out',
    remedy: 'Look at the log for the fault with the same time.',
    sip: 500,
  },
  'calls.not-to-watch': {
    words: 'There is nothing that this extension may watch there',
    remedy:
      'Let a class of service with Busy Lamps hold for the extension, and look at the number or list that its phone asks for. Messages, registrations and feature keys are told to their own extension alone.',
    sip: 403,
  },
  'calls.too-many-subscriptions': {
    words: 'There are as many subscriptions as there may be',
    remedy: 'Take lamps off the phone, or let it watch a list of Busy Lamp Lists with one subscription.',
    sip: 480,
  },
  'calls.too-many': {
    words: 'The system has as many calls as it may have',
    remedy: 'Wait for calls to end; if this is an attack, see the audit trail for its source.',
    sip: 503,
  },
  'calls.no-trunk': {
    words: 'No trunk of the route is in service',
    remedy: 'Look at SIP Trunks and Trunk States: `ringfence trunk test` says which step fails.',
    sip: 503,
  },
  'calls.no-channel': {
    words: 'Every channel of trunk {trunk} is busy',
    remedy:
      'Wait for calls to end, add another trunk to the route, or give the trunk the channels that the provider sells.',
    sip: 503,
  },
  'calls.trunk-test-failed': {
    words: 'The test of trunk {name} found a fault. {words} {remedy}',
    remedy: 'Mend what it names and test again; `ringfence trunk test` shows every step.',
    http: 502,
  },
  'calls.trunk-test-long': {
    words: 'The test of trunk {name} has not ended after 20 seconds. So far: {words}',
    remedy: '`ringfence trunk test` shows every step to its end.',
    http: 504,
  },
  'calls.no-rule': {
    words: 'No rule lets this call through',
    remedy: 'Dial an extension, a feature code or a number; what else can be dialled is said in Digits Dialled.',
    sip: 403,
  },
  'calls.loop': {
    words: 'The call was forwarded too often, last by extension {number}',
    remedy: 'Let these extensions forward to where the call is to end, not to one another.',
    sip: 482,
  },
  'calls.incomplete': {
    words: 'The number {number} is not complete',
    remedy: 'Dial all of it; how many digits follow is said in Digits Dialled.',
    sip: 484,
  },
  'calls.not-taken': {
    words: 'The phone did not take the change: {why}',
    remedy: 'Try again; if it happens with every call of this phone, report the phone and its firmware.',
    sip: 480,
  },
  'calls.no-such-call': {
    words: 'There is no such call',
    remedy: 'Call again.',
    sip: 481,
  },
  'calls.bad-replaces': {
    words: 'Replaces does not name a dialog',
    remedy: 'Report the phone and its firmware.',
    sip: 400,
  },
  'calls.answered-already': {
    words: 'The call has been answered already',
    remedy: 'Call again.',
    sip: 486,
  },
  'calls.nothing-there': {
    words: 'There is no call to take',
    remedy: 'Whoever may take it is said in Pickup Groups and Class of Service.',
    sip: 404,
  },
  'calls.place-taken': {
    words: 'Somebody is parked at {number} already',
    remedy: 'Park in another place.',
    sip: 486,
  },
  'calls.party-gone': {
    words: 'One of the parties has hung up',
    remedy: 'Call again.',
    sip: 487,
  },
  'calls.transfer-unanswered': {
    words: 'The call was not taken: {why}',
    remedy: 'Whoever transferred it is called back.',
    sip: 480,
  },
  'calls.bad-digits': {
    words: 'What was dialled behind {code} leads nowhere',
    remedy: 'Dial the code again with what follows it; Numbering says what that is.',
    sip: 404,
  },
  'calls.no-route': {
    words: 'There is no way to {number} at this time',
    remedy: 'Look at its route, list or plan, and whether their trunks are enabled.',
    sip: 404,
  },
  'calls.barred': {
    words: 'Class of restriction {class} is barred from route {route}',
    remedy:
      'If the person is to call such numbers, give them another class of restriction, or change the group of the route.',
    sip: 404,
  },
  'calls.interconnect': {
    words: 'A call from {from} to {to} is not allowed',
    remedy: 'If they are to be connected, change Interconnect Restriction or an interconnect number.',
    sip: 403,
  },
  'calls.tandem': {
    words: 'A call from trunk {from} may not go out over trunk {to}',
    remedy: 'If strangers are to be connected through this system, grant it in the classes of service of both trunks.',
    sip: 403,
  },
  'calls.forward-external': {
    words: 'Extension {number} may not forward calls to the public network',
    remedy: 'Take the forwarding away, or grant Call Forwarding (External Destination) in its class of service.',
    sip: 403,
  },
  'calls.account-code-needed': {
    words: 'The call needs an account code',
    remedy: 'Dial the access code of Numbering, the account code, * and the number.',
    sip: 403,
  },
  'calls.account-code-wrong': {
    words: 'The account code is not known',
    remedy: 'Dial it again. If it has been forgotten, make a new one in Account Codes.',
    sip: 403,
  },
  'calls.group-nobody': {
    words: 'Nobody of group {number} is there',
    remedy:
      'Let a member come back to the group by its code, or let the group overflow to somebody: both are in Hunt Groups.',
    sip: 480,
  },
  'calls.group-loop': {
    words: 'The call has been at group {number}, or at too many others, before',
    remedy: 'Let the overflow of these groups, and the extensions that forward to them, end at somebody else.',
    sip: 482,
  },
  'calls.pickup-not-granted': {
    words: 'Calls of extension {number} may not be taken from here',
    remedy:
      'Put both into one of Pickup Groups, or grant Directed Call Pickup in the class of service of who takes them.',
    sip: 403,
  },
  'calls.no-paging': {
    words: 'Class of service {class} may not call by intercom',
    remedy: 'If the person is to do so, grant Paging in their class of service.',
    sip: 403,
  },
  'calls.feature-not-granted': {
    words: 'Class of service {class} may not dial this code',
    remedy: 'If the person is to dial it, grant the option that its help in Numbering names in their class of service.',
    sip: 403,
  },
  'calls.hot-desk-refused': {
    words: 'The desk or the digits behind the code were not accepted',
    remedy:
      'The audit trail says why: hot desking may be off, the desk may not accept logins, the PIN may be wrong or locked.',
    sip: 403,
  },
});
