// Unsecured Interfaces (SEC-3): one row for each interface that is not encrypted or not authenticated, all of them off at first.

import { type Configuration, choice, defineForm, text, yesNo } from '#forms';
import { type InterfaceName, interfaceNames, interfaceOf, unsecuredInterfaces as rows } from './interfaces.ts';

// Each name has its title.
const titles = Object.fromEntries(interfaceNames.map((name) => [name, rows[name].title])) as Readonly<
  Record<InterfaceName, string>
>;

export const unsecuredInterfaces = defineForm({
  id: 'unsecured-interfaces',
  title: 'Unsecured Interfaces',
  group: 'Security',
  help: {
    purpose:
      'Everything that this system can speak unencrypted, or without asking who is there: what each is for, what stops working without it, and a switch.',
    conditions:
      'All are off when the system is installed. While one is off, its listeners cannot be enabled, and nothing is sent that way. Switching one off closes its listeners at once and ends their connections; calls over them end too. Rows are neither added nor deleted: the list is that of the program.',
    recommendation:
      'Leave all of them off. Where you cannot, switch on the one that you need, bind its listener to an address that only the devices reach which need it, and write down why and until when.',
  },
  duty: 'security',
  key: 'interface',
  first: interfaceNames.map((name) => ({ interface: name })),
  fields: {
    interface: choice({ label: 'Interface', help: 'What is spoken there.', of: titles }),
    enabled: yesNo({
      label: 'Enabled',
      help: 'Whether it may be open. Whether it is, the listeners say.',
      initial: false,
    }),
    purpose: text({ label: 'What it is for', help: 'Given by the program.', max: 500, blank: true, initial: '' }),
    withoutIt: text({ label: 'Without it', help: 'Given by the program.', max: 500, blank: true, initial: '' }),
  },
  // What the program says of an interface is not anybody's to change.
  settle: ({ interface: name }) => ({ purpose: rows[name].purpose, withoutIt: rows[name].withoutIt }),
});

/** Whether the interface may be open. */
export const isInterfaceOn = (configuration: Pick<Configuration, 'records'>, name: InterfaceName): boolean =>
  configuration.records(unsecuredInterfaces).get(name)?.enabled ?? false;

/** Whether a listener of this service may be open: an encrypted one always. */
export function isServiceOn(configuration: Pick<Configuration, 'records'>, service: string): boolean {
  const name = interfaceOf(service);
  return name === undefined || isInterfaceOn(configuration, name);
}
