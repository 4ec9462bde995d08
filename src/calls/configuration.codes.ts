// Why a change to the configuration of calls is refused, where one record does not fit the others.

import { defineCodes } from '#base';

export const callsFormCodes = defineCodes('calls', {
  'calls.wrong-length': {
    words: 'Numbers of extensions and groups have {length} digits; {number} has {given}.',
    remedy: 'Give a number of that length, or change the extension length in Numbering while no extension exists.',
    http: 422,
  },
  'calls.length-in-use': {
    words: 'Extensions of another length exist: {numbers}.',
    remedy: 'Change the length together with all extensions (replace them by one import), or keep it.',
    http: 422,
  },
  'calls.code-collides': {
    words: '{code} ({label}) cannot be told from {other}: one begins with the other.',
    remedy:
      'Choose codes and numbers of which none begins with another; codes that begin with * or # never meet a number.',
    http: 422,
  },
  'calls.srtp-needs-encryption': {
    words: 'SRTP can be enabled only while voice encryption is.',
    remedy: 'Set voice encryption to yes, or SRTP to no.',
    http: 422,
  },
  'calls.range-reversed': {
    words: '{low} must not be above {high}.',
    remedy: 'Set the lower value below the higher one.',
    http: 422,
  },
  'calls.listener-overlaps': {
    words: 'Port {port} of this address is already used by the listener {other}.',
    remedy: 'Give one of them another port or address, or switch one off.',
    http: 422,
  },
  'calls.trunk-incomplete': {
    words: 'Something is missing for this trunk: {what}.',
    remedy: 'Fill in what is missing, or choose another way.',
    http: 422,
  },
  'calls.trunk-shared': {
    words: 'The {what} is already that of trunk {other}.',
    remedy: 'Give each trunk its own, so that a call that comes in belongs to one of them.',
    http: 422,
  },
  'calls.digits-overlap': {
    words: '{digits} in Digits Dialled cannot be told from {other}.',
    remedy: 'Choose other leading digits or numbers of another length, so that every number means one thing.',
    http: 422,
  },
  'calls.one-way': {
    words: 'One way out must be named, not several: {given}.',
    remedy: 'Name a route, a route list or, where there is the field, a route plan, and leave the others blank.',
    http: 422,
  },
  'calls.one-destination': {
    words: 'One destination must be named, an extension or a group: {given}.',
    remedy: 'Name an extension or a group, and leave the other blank.',
    http: 422,
  },
  'calls.way-without-period': {
    words: '{way} would never be taken: its period is blank.',
    remedy: 'Name the period in which it holds, or leave the way blank.',
    http: 422,
  },
  'calls.route-without-trunk': {
    words: 'Route {route} leads to trunk {trunk}, which is not enabled.',
    remedy: 'Enable the trunk, name another, or close the route.',
    http: 422,
  },
  'calls.route-twice': {
    words: 'Route {route} stands twice in the list {list}.',
    remedy: 'Name each route once.',
    http: 422,
  },
  'calls.lamp-of-nobody': {
    words: 'The list {list} names {number}, which is no extension.',
    remedy: 'Correct the number, or add the extension in Users and Services first.',
    http: 422,
  },
  'calls.too-many-lists': {
    words: 'There are {most} lists of busy lamps, which is the most.',
    remedy: 'Delete one that no phone watches.',
    http: 422,
  },
  'calls.schedule-empty': {
    words: 'The schedule has no period in which day holds.',
    remedy: 'Name at least one period of the day, or fix a mode by hand.',
    http: 422,
  },
  'calls.number-taken': {
    words: '{number} is already the number of a {other}.',
    remedy: 'Choose a number that neither an extension nor a group has.',
    http: 422,
  },
  'calls.overflow-circle': {
    words: 'Calls would overflow in a circle: {chain}.',
    remedy: 'Let one of these groups overflow elsewhere, or not at all.',
    http: 422,
  },
  'calls.forward-circle': {
    words: 'Calls would be forwarded in a circle: {chain}.',
    remedy: 'Let one of these extensions forward elsewhere, or not at all.',
    http: 422,
  },
  'calls.forwards-to-emergency': {
    words: 'Calls to {number} would be forwarded to the emergency number {target}.',
    remedy: 'Forward to a person. Emergency numbers are dialled by whoever needs them.',
    http: 422,
  },
  'calls.entry-of-other': {
    words: 'The entry {entry} is not named after extension {extension}.',
    remedy: 'Let it begin with its extension and a dash.',
    http: 422,
  },
  'calls.screen-target': {
    words: 'Where a call is forwarded to is given when it is forwarded, and only then.',
    remedy: 'Name an extension or a number, or leave it blank and choose something else to happen.',
    http: 422,
  },
  'calls.account-code-shape': {
    words: 'An account code has 4 to 12 digits and nothing else.',
    remedy: 'Give digits alone, or none to have a code made.',
    http: 422,
  },
  'calls.unknown-caller': {
    words: 'There is no extension or trunk {name}.',
    remedy:
      'Name an extension of Users and Services; or say that the caller is a trunk, at the command line with --from-trunk, and name one of SIP Trunks.',
    http: 422,
  },
  'calls.expectation-unclear': {
    words: 'The expectation does not say {what}.',
    remedy: 'Fill in what is expected, and leave blank what is not.',
    http: 422,
  },
  'calls.fixed-address-shared': {
    words: 'The device at {address} is already that of extension {other}: over TCP it is known by its address alone.',
    remedy: 'Give each device an address of its own, or let it use UDP with a port of its own.',
    http: 422,
  },
  'calls.fixed-address-outside': {
    words: 'The fixed address {address} is not in the allowed networks.',
    remedy: 'Add its network to the allowed networks, or leave them blank.',
    http: 422,
  },
  'calls.pin-shape': {
    words: 'A PIN has {fewest} to {most} digits.',
    remedy: 'Choose digits that others would not think of.',
    http: 422,
  },
  'calls.pin-weak': {
    words: 'The PIN is too easy to guess: it is {what}.',
    remedy: 'Choose digits without a pattern.',
    http: 422,
  },
  'calls.hot-desk-pin-missing': {
    words: 'Extension {number} cannot log in at desks without a PIN.',
    remedy: 'Give the person a PIN in the same change.',
    http: 422,
  },
  'calls.hot-desk-own': {
    words: 'Extension {number} cannot log in at its own phones.',
    remedy: 'Name another extension as the desk.',
    http: 422,
  },
  'calls.hot-desk-not-allowed': {
    words: 'Extension {number} is not one that may log in at desks.',
    remedy: 'Allow it first (Hot desking in Users and Services), and see that the extension is enabled.',
    http: 422,
  },
  'calls.service-record-missing': {
    words: 'It is not said which one answers here.',
    remedy: 'Choose a record of the form that the field names, or make one there first.',
  },
});
