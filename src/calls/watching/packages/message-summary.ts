// The package `message-summary` (RFC 3842): whether messages wait, for the lamp of the extension itself.

import type { EventPackage } from './package.ts';

const contentType = 'application/simple-message-summary';

export const messageSummaryPackage: EventPackage = {
  name: 'message-summary',
  contentType,
  isOwn: true,
  takesLists: false,
  takesBody: false,
  documents: (number, _, { realm, messagesOf }) => [
    {
      key: `message-summary ${number}`,
      number,
      contentType,
      make: () => {
        const { fresh, heard } = messagesOf(number);
        const account = `Message-Account: sip:${number}@${realm()}\r\n`;
        const waiting = `Messages-Waiting: ${fresh > 0 ? 'yes' : 'no'}\r\n`;
        return { head: `${waiting}${account}Voice-Message: ${fresh}/${heard} (0/0)\r\n` };
      },
    },
  ],
};
