// Refusal codes of the command line as a Manager of remote systems (SEC-6).

export const cliManagerCodes = {
  room: 'cli',
  codes: {
    'cli.only-local': {
      words: '{command} works on the machine itself alone.',
      remedy: 'Run it there, without --system.',
      exit: 2,
    },
    'cli.system-unknown': {
      words: 'This computer knows no system {name}.',
      remedy: 'Enrol it with a code of its security administrator: `ringfence manager enrol {name} HOST --code CODE`.',
    },
    'cli.system-known': {
      words: 'This computer knows a system {name} already, at {host}.',
      remedy: 'Take another name, or forget that one first: `ringfence manager systems forget {name}`.',
    },
    'cli.system-unreachable': {
      words: 'Nobody answers at {host}:{port} ({why}).',
      remedy:
        'See whether the system runs and its listener for Managers is open (`ringfence status` on its machine), and whether a firewall is in between.',
    },
    'cli.system-not-recognised': {
      words: 'What answers at {host} is not recognised as the system {name}: {why}. It showed: {shown}.',
      remedy:
        'Nothing was sent. Somebody may stand in between: ask its security administrator to compare. If the system was installed anew, `ringfence manager systems forget {name}` and enrol with a new code.',
    },
    'cli.pc-not-recognised': {
      words: 'The system {name} does not recognise the certificate of this computer ({why}).',
      remedy:
        'It was shut out, has ended, is not offered (see `ringfence manager preferences get`), or the system was installed anew. Ask the security administrator for a code, then `ringfence manager systems forget {name}` and enrol again.',
    },
    'cli.own-certificate': {
      words: 'The certificate of this computer for that system does not fit its key ({why}).',
      remedy:
        'A certificate is worth nothing without the key that it was made for, on the computer where it was made. Forget the system and enrol with a new code.',
    },
    'cli.tls-too-weak': {
      words: 'What answers at {host} offers no encryption that this command takes ({why}).',
      remedy:
        'It takes TLS 1.2 or 1.3 with ephemeral keys and authenticated encryption, and nothing less. Raise TLS Security Levels of the system to High; if they are, somebody stands in between.',
    },
    'cli.no-listener-there': {
      words: 'What answers at {host}:{port} is no listener for Managers ({why}).',
      remedy: 'Its port is in Network Listeners of the system: 8444, unless somebody changed it.',
    },
    'cli.code-mistyped': {
      words: 'This is no code: a character is missing, too many, or wrong.',
      remedy: 'A code has eight groups of five characters. Type it again, or paste it.',
      exit: 2,
    },
    'cli.code-of-another-system': {
      words: 'What answers at {host} is not the system that made this code. It showed: {shown}.',
      remedy:
        'Nothing was sent, and the code still holds. Either the address is that of another system, or somebody stands in between: find out which before you go on.',
    },
    'cli.code-not-taken': {
      words: 'The system at {host} does not take this code ({why}).',
      remedy:
        'It was used, is older than 15 minutes, was replaced by a newer one, or the system was restarted. Ask for another: `ringfence manager invite NAME`.',
    },
    'cli.enrolment-false': {
      words: 'The answer of {host} does not hold: {why}.',
      remedy: 'Nothing was kept. Somebody stands in between, or the system is damaged: ask its security administrator.',
    },
    'cli.login-needed': {
      words: 'Nobody is logged in to {name}.',
      remedy:
        'Log in: `ringfence --system {name} login`, or give --login and --password-file. A login is forgotten after five minutes without a command.',
    },
    'cli.no-terminal': {
      words: '{what} must be asked for, and this is no terminal.',
      remedy: 'Give {instead}.',
    },
    'cli.only-passkey': {
      words: 'This account has a passkey as its second factor, which only a browser can ask for.',
      remedy: 'Add a one-time code (TOTP) to the account in the browser, and use that here.',
    },
    'cli.preference-fixed': {
      words: '{name} is fixed for everybody on this computer, in {file}.',
      remedy: 'Whoever administers this computer can change it there.',
    },
    'cli.preference-lower': {
      words: 'That would make this computer less careful, which takes an administrator.',
      remedy:
        'Log in to a system with the policy root or as its security administrator, then set it: `ringfence --system NAME login`.',
    },
    'cli.machine-file-unsafe': {
      words: '{file} can be changed by others than root, or is not what it should be: {why}.',
      remedy: 'Make it root’s alone (chown root, chmod 644) and look at what is in it.',
    },
    'cli.manager-file-damaged': {
      words: 'The file {file} of the Manager is damaged: {why}.',
      remedy: 'Put back a copy, or remove it and enrol this computer anew.',
    },
  },
} as const;
