// How long a phone that is busy with another change is waited for, and how often it may say that it is (RFC 3261 §14.1).

export const patienceMs = 200;
export const mostAttempts = 100;
/** After 491, whoever made the Call-ID waits from 2.1 to 4 seconds. */
export const glareMs = 2_500;
export const mostGlares = 3;
