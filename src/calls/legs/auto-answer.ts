// What asks a phone to answer by itself: the one way that has a standard (RFC 5373), and the two that phones know. Its law: these
// lines are written here alone; nothing of the kind that a phone says is passed on.

import { type Flow, sentBy } from '#sip';

/** The lines of an INVITE. A phone that does not allow it rings: it is never a condition. */
export function autoAnswerLines(flow: Flow): string {
  const place = `<sip:${sentBy(flow)}>`;
  return `Answer-Mode: Auto\r\nCall-Info: ${place};answer-after=0\r\nAlert-Info: ${place};info=alert-autoanswer\r\n`;
}
