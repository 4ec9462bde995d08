// Refusal codes of the command line itself: what it can tell without a core.

export const cliCodes = {
  room: 'cli',
  codes: {
    'cli.not-running': {
      words: 'No system is running on {directory}.',
      remedy: 'Start it: `ringfence start --data {directory}`.',
    },
    'cli.no-system': {
      words: 'There is no system in {directory}.',
      remedy: 'Make one with `ringfence init` or `ringfence start`, or name another directory with --data.',
    },
    'cli.no-answer': {
      words: 'The core went away before it had answered.',
      remedy: 'Look at its log, then try again.',
    },
    'cli.not-ended': {
      words: 'Process {pid} was told to stop and still runs after {seconds} seconds.',
      remedy: 'Look at its log. If nothing moves, end it: `kill {pid}`.',
    },
    'cli.file': {
      words: 'The file cannot be read or written: {why}.',
      remedy: 'See that it exists and that you have the right to it.',
    },
    'cli.usage': {
      words: '{why}.',
      remedy: 'See `ringfence --help`, or --help after any command.',
      exit: 2,
    },
    'cli.security-not-met': {
      words: '{profile} is not met: {open} of its lines are open.',
      remedy: '`ringfence security check` tells each with what was seen and what to do.',
    },
    'cli.call-refused': {
      words: 'The call would be refused ({code}).',
      remedy: 'The last step says why; docs/codes.md says what to do.',
    },
    'cli.drill-through': {
      words: 'Attacks that got through: {count}.',
      remedy: 'Each is told above with what to do.',
    },
    'cli.emergency-failed': {
      words: 'Emergency calls are not as they should be; findings: {count}.',
      remedy: 'Each is told above. Correct what it names, then run the test again.',
    },
    'cli.task-failed': {
      words: 'The task {name} was not done: {why}',
      remedy: 'Correct what it says, then run it again. The audit trail has every run.',
    },
    'cli.trunk-test-failed': {
      words: 'The trunk {name} did not pass its test',
      remedy: 'Do what stands under the steps that failed, then test again.',
    },
    'cli.audit-damaged': {
      words: 'The audit trail is not whole. {finding}',
      remedy: 'Keep the data directory as it is, and compare it with backups and exported trails.',
    },
  },
} as const;
