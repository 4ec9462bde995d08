// The form Emergency Locations: where devices are, as helpers are told, and the number under which they call back.

import type { Refusal } from '#base';
import { defineForm, type Look, networks, type RecordOf, text, yesNo } from '#forms';
import { emergencyCodes } from './emergency.codes.ts';

const where = (label: string, help: string, max: number) =>
  text({ label, help: `${help} Blank where there is none.`, section: 'Address', max, initial: '' });

export const emergencyLocations = defineForm({
  id: 'emergency-locations',
  title: 'Emergency Locations',
  group: 'Calls and routing',
  help: {
    purpose:
      'Lists the places where phones are: the address that helpers are sent to, and the number that they see and call back.',
    conditions:
      'An emergency call takes the location that its extension names in Users and Services; else that of the smallest network which holds the address of the device; else the default one. The number must be one that the trunk may present and that rings at a phone in the place. Trunks that send locations take the address along (PIDF-LO).',
    recommendation:
      'Have a location for each entrance that helpers would be sent to, down to the floor. Agree numbers and addresses with the provider, who registers them with the emergency services.',
  },
  key: 'name',
  fields: {
    name: text({
      label: 'Name',
      help: 'Names the place to people in the house: in alarms, in the audit trail and in Users and Services.',
      section: 'Location',
      max: 64,
    }),
    callback: text({
      label: 'Number presented',
      help: 'What the emergency services see and call back, with + and country code (CESID).',
      section: 'Location',
      max: 16,
      pattern: /^\+[1-9]\d{3,14}$/,
      expects: 'a number with + and country code',
    }),
    networks: networks({
      label: 'Networks',
      help: 'Devices that call from these networks are in this place.',
      section: 'Devices',
      max: 64,
    }),
    isDefault: yesNo({
      label: 'Default',
      help: 'Yes makes it the location of every device that is in none of the networks. One location can be.',
      section: 'Devices',
      initial: false,
    }),
    accountingId: text({
      label: 'Accounting identifier',
      help: 'Three digits that stand for this place in SMDR records, where Location Based Accounting is on. Blank: those of the system.',
      section: 'Devices',
      initial: '',
      max: 3,
      pattern: /^\d{3}$/,
      expects: 'three digits',
    }),
    country: text({
      label: 'Country',
      help: 'Its code of two letters (ISO 3166-1).',
      section: 'Address',
      max: 2,
      tidy: (value) => value.toUpperCase(),
      pattern: /^[A-Z]{2}$/,
      expects: 'two letters, such as DE',
    }),
    state: where('State', 'The state, province or region (A1 in RFC 5139).', 64),
    city: text({ label: 'City', help: 'The city or town (A3).', section: 'Address', max: 64 }),
    postalCode: where('Postal code', 'The postal code (PC).', 16),
    road: text({ label: 'Road', help: 'The road or street, without the number (RD).', section: 'Address', max: 128 }),
    houseNumber: where('House number', 'The number of the house, with its letter (HNO).', 16),
    floor: where('Floor', 'The floor, as it is signed in the building (FLR).', 32),
    room: where('Room', 'The room or part of the floor (ROOM).', 32),
    additional: where('Additional', 'What else helps to find it: the entrance, the name of the building (LOC).', 128),
  },
  rules: (record, look) => isAlone(record, look),
});

export type EmergencyLocation = RecordOf<typeof emergencyLocations>;

interface Claims {
  readonly name: string;
  readonly networks: readonly string[];
  readonly isDefault: boolean;
}

function isAlone({ name, networks: own, isDefault }: Claims, look: Look): Refusal[] {
  const others: readonly Claims[] = [...look.records(emergencyLocations).values()].filter((one) => one.name !== name);
  const shared = (what: string, field: string, isShared: (other: Claims) => boolean): Refusal[] => {
    const other = others.find(isShared)?.name;
    return other === undefined
      ? []
      : [emergencyCodes.refuse('calls.emergency-location-shared', { what, other }, field)];
  };
  return [
    ...own.flatMap((one) => shared(`network ${one}`, 'networks', ({ networks: theirs }) => theirs.includes(one))),
    ...shared('default', 'isDefault', (other) => isDefault && other.isDefault),
  ];
}

/** The place in one line, for people in the house. */
export function placeOf({ name, road, houseNumber, city, floor, room, additional }: EmergencyLocation): string {
  const inside = [
    ...(floor === '' ? [] : [`floor ${floor}`]),
    ...(room === '' ? [] : [`room ${room}`]),
    ...(additional === '' ? [] : [additional]),
  ];
  return [name, ...inside, `${road} ${houseNumber}`.trim(), city].join(', ');
}
