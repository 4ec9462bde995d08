// Limits: everything that a peer can make grow, with the reason for its bound.

import { attendantLimits } from './attendant-limits.ts';
import { callsLimits } from './calls-limits.ts';
import { deskLimits } from './desk-limits.ts';
import { mediaLimits } from './media-limits.ts';
import { meetingLimits } from './meeting-limits.ts';
import { outgoingLimits } from './outgoing-limits.ts';
import { pinsLimits } from './pins-limits.ts';
import { smdrLimits } from './smdr-limits.ts';
import { tollLimits } from './toll-limits.ts';
import { trunkLimits } from './trunk-limits.ts';
import { voiceLimits } from './voice-limits.ts';
import { voicemailLimits } from './voicemail-limits.ts';
import { watchingLimits } from './watching-limits.ts';

export const limits = {
  sip: {
    /** The largest UDP datagram there is; messages over a stream may be no larger. */
    messageBytes: 65_535,
    /** Start line and headers together: four times what the fullest real INVITE needs. */
    headBytes: 32_768,
    /** RFC 4475 §3.1.1.1 has 40 headers; real phones send under 30. */
    headers: 128,
    /** One header with all its values. RFC 4475's "intmeth" and long-values tests need some hundred bytes. */
    headerBytes: 8_192,
    /** A URI that is read: phones send under 200 bytes, RFC 4475's longest is under 600. */
    uriBytes: 2_048,
    /** Parameters behind one address or Via value: phones send under ten. */
    parameters: 64,
    /** SDP of a phone with every codec and suite is under 3 KiB. */
    bodyBytes: 16_384,
    /** A proxy loop is cut at 70 hops (RFC 3261 §16.6); so is a chain of Via headers. */
    vias: 70,
    /** Open stream connections in all: file descriptors and about 60 KiB each under TLS. */
    connections: 20_000,
    /** Open stream connections from one address: an office behind one address translator, and no more. */
    connectionsPerAddress: 2_000,
    /** Handshakes that are not finished: each costs a key exchange. Beyond it the place that has most of them gives way. */
    handshakes: 512,
    handshakeMs: 10_000,
    /** A connection that never brought a message within this time is not a phone. */
    firstMessageMs: 30_000,
    /** A connection without any byte for this long: phones keep alive at 30 to 120 seconds (RFC 5626 §4.4.1). */
    idleMs: 660_000,
    /** The rest of a message that has begun must follow within this time. */
    partMessageMs: 15_000,
    /** Bytes waiting to be sent to a peer that does not read. */
    unsentBytes: 262_144,
    /** A peer that takes none of what waits for this long has gone. */
    unsentMs: 30_000,
    /** After a refusal that ends a connection, the peer has this long to read it and leave. */
    endingMs: 5_000,
    /** Connections that the system holds until they are accepted: a site's phones after a power cut. */
    acceptQueue: 1_024,
    /** Transactions at once; beyond it requests are answered 503 without keeping anything. */
    transactions: 100_000,
    dialogs: 50_000,
    /** Fingerprints of nonces whose counts are kept (RFC 7616 §3.4); the oldest are forgotten, and their nonces with them. */
    nonces: 100_000,
    /** A nonce is taken for this long: a phone's next requests need no new challenge, a stolen one is soon worth nothing. */
    nonceMs: 300_000,
  },
  sdp: {
    bytes: 16_384,
    lines: 400,
    mediaSections: 16,
    cryptoLines: 24,
    payloadTypes: 64,
  },
  media: {
    /** Synchronization sources under one SRTP key: a phone draws a new one at each hold or transfer, and no more. */
    sourcesPerKey: 64,
    /** RTP over UDP within an Ethernet frame is under 1,500 bytes; video and jumbo frames stay below this. */
    packetBytes: 9_216,
    /** Frames that a stream which fell behind sends at once; the rest is given up. */
    lateFrames: 10,
  },
  forms: {
    /** Text of one field unless it says less. */
    textLength: 2_000,
    /** Rows of one import. */
    importRows: 100_000,
    importBytes: 33_554_432,
    /** Columns of an imported table: several times the fields of the largest form. */
    importColumns: 500,
    /** Characters of one row or element of an import: every field of the largest form filled, several times over. */
    rowLength: 262_144,
    /** Refusals that one answer tells; the rest is counted. */
    refusals: 1_000,
    /** Forms that one policy names: several times what the product has. */
    accessEntries: 500,
    /** Records of one export: as many as an import takes. */
    exportRows: 100_000,
    /** Changes of one record that its history shows, and that it looks through for who changed each field last. */
    historyShown: 200,
    historyRead: 1_000,
    /** Records that are changed back as one: an import of more is taken back with another import. */
    undoneRecords: 1_000,
    /** Characters of a search that are looked for: more than anybody types into a search box. */
    searchLength: 200,
    /** What one search tells. */
    found: 50,
    /** Records on one page of a list. */
    pageRecords: 1_000,
  },
  audit: {
    /** Entries that wait for the database; beyond it they are counted and told in one entry. */
    queued: 10_000,
    /** One entry's action data. */
    actionDataBytes: 65_536,
    /** Any other text of an entry. */
    textLength: 500,
    /** One line of an export or an archive: an entry of which every character is escaped, and its sealing. */
    lineLength: 1_048_576,
    /** Entries of one archive, unless one change made more of them: some 3 MB of XML. */
    archiveEntries: 5_000,
    /** Readable copies of archives that are kept for whoever fetches them: about 1 GB. */
    exportedArchives: 200,
    /** Kinds of facts, by source, whose repetitions are counted at once. */
    repeats: 10_000,
    /** The same fact from the same source within a minute; what comes after is counted and told in one entry. */
    samePerMinute: 5,
    /** Facts of one action from one source within a minute: a guesser changes the name with every try. */
    sourcePerMinute: 60,
    /** Facts of one action from everywhere within a minute: about 1.4 million entries a day under an endless flood. */
    actionPerMinute: 1_000,
  },
  history: {
    /** Calls that wait in memory for the database; those beyond it wait in the journal file alone. */
    pending: 20_000,
    /** A journal file of about 6,000 calls; after it the other file is used. */
    journalBytes: 4_194_304,
  },
  upload: {
    /** A certificate with its key and chain: RSA of 4096 bits, five times over, is under 16 KiB. */
    bytes: 32_768,
    /** The same as a PKCS#12 file, in base64. */
    base64Length: 65_536,
    /** Longer chains than root, two intermediates and leaf are rare; clients give up at ten. */
    certificates: 8,
    /** A PKCS#12 file nests some fifteen deep, with some hundred values. */
    depth: 24,
    values: 4_000,
    /** Rounds of hashing that one file may ask for, all its parts together: thrice 600,000, the most that a browser's export asks for. */
    rounds: 2_000_000,
    /** Certificates that the authority has issued and that have not ended: persons, machines, phones. */
    issued: 20_000,
  },
  certificates: {
    /** One certificate of a peer; those of public sites have under 4 KiB. */
    bytes: 16_384,
    /** Certificates that a peer shows: real chains have at most five. */
    chain: 10,
    extensions: 40,
    /** Names and name constraints of one certificate. */
    names: 250,
    /** Signatures that are verified to find one path: authorities with the same name could make it endless. */
    signatures: 40,
    /** PEM text of one certificate. */
    pemLength: 24_576,
    /** Trusted certificates: each is read at the start and after every change of the store. */
    trusted: 1_000,
    /** The names of trusted authorities together: TLS tells them in one message of at most 65,535 bytes. */
    rootNamesBytes: 32_768,
    /** Certificates that are being checked at once, each of which may wait for another host: all handshakes that there may be. */
    checks: 640,
    /** Verdicts that are remembered, and for how long: a phone that comes back is not judged anew. */
    verdicts: 5_000,
    verdictMs: 300_000,
    /** A revocation list: some 25,000 entries. It is read beside calls, in milliseconds. */
    crlBytes: 1_048_576,
    crlEntries: 50_000,
    /** Revocation lists that are kept; the one that was not used for longest is forgotten. */
    crls: 100,
    ocspBytes: 65_536,
    /** Answers about single certificates that are kept. */
    ocspAnswers: 5_000,
    /** Lists and responders of one certificate that are asked, one after another. */
    places: 3,
    /** One list or one answer. */
    fetchMs: 5_000,
    /** A list or responder that failed is left in peace for this long. */
    fetchAgainMs: 60_000,
  },
  passwords: {
    /** Passwords hashed at once: 64 MiB and a core each. */
    atOnce: 2,
    /** Logins that wait for their turn; beyond it they are refused, for somebody is guessing. */
    waiting: 32,
    /** Of these, logins from one address: sources are served in rotation, so that one cannot keep the others out. */
    perSource: 4,
    /** Longer than any password manager makes, shorter than a burden. */
    bytes: 512,
  },
  accounts: {
    /** Profiles; a site with more people takes them from a directory. */
    profiles: 1_000,
    /** Refused logins from one address within the window of System Security Management, before it must wait. */
    failuresPerSource: 20,
    /** Addresses whose refused logins are remembered; the oldest are forgotten. */
    sources: 10_000,
    /** Refused logins that are held back so that their time tells nothing; beyond it they are told to come again. */
    held: 512,
    /** Logins are answered at multiples of this: what is done after a password was hashed cannot be timed. */
    answerEveryMs: 250,
    /** How often locks, idle accounts and expiry dates are looked after. */
    lookEveryMs: 60_000,
    /** Sessions in all, whatever the tools allow. */
    sessions: 1_000,
    /** However busy, a session ends after this: a token that was stolen is worth nothing tomorrow. */
    sessionMs: 86_400_000,
    /** How long a use of a session may wait to be on disk: a crash makes it end this much earlier. */
    sessionWriteMs: 60_000,
    /** The text of User-Agent that is kept. */
    agentLength: 200,
  },
  factors: {
    /** Passkeys of one account: every device and key that one person has, and some to spare. */
    passkeys: 10,
    /** Characters of the name by which a person knows a factor. */
    nameLength: 40,
    /** Wrong one-time codes in a row, over days and locks: NIST SP 800-63B §5.2.2 allows 100, this is half. */
    wrongInARow: 50,
    /** Challenges and enrolments that wait for their second half: in all, of one account, and for how long. */
    waiting: 1_000,
    waitingPerAccount: 4,
    waitMs: 300_000,
    /** What one account is told of at its next login; the oldest are forgotten. */
    changes: 10,
    /** The ways (USB, NFC …) that a browser says a passkey can be reached by. */
    transports: 8,
  },
  clients: {
    /** Client certificates whose verdict is remembered; those that were not used for longest are judged anew. */
    known: 2_000,
    /** After this long a client is judged anew with its next request. */
    verdictMs: 60_000,
  },
  portal: {
    /** One line of the portal: a change of some thousand records. Files come in pieces. */
    lineBytes: 1_310_720,
    /** Requests that are being answered, streams of events aside. */
    inProgress: 64,
    /** Streams of events: one for each page that is open in a browser. */
    streams: 256,
    /** Chunks of one answer that the portal has not yet passed on. */
    chunksUnderWay: 8,
    /** Bytes that the portal has not read; beyond it the portal is not read either. */
    unsentBytes: 8_388_608,
    /** A portal that reads nothing for this long is ended. */
    unsentMs: 30_000,
    /** The portal's share of the event loop: after this much work at once it waits… */
    burstMs: 20,
    /** …until it has had no more than this part of the time. */
    share: 0.25,
    /** Lines of the portal's log within a minute that are passed on. */
    logLinesPerMinute: 300,
    /** Memory of the portal's JavaScript. */
    memoryMegabytes: 256,
  },
  portals: {
    /** Connections in all, at some 60 KiB each; those of one place: an office behind one address translator. */
    connections: 1_024,
    connectionsPerAddress: 128,
    /** The head of a request: four times what a browser sends. */
    headBytes: 16_384,
    headers: 64,
    urlBytes: 4_096,
    handshakeMs: 10_000,
    /** The first message of a handshake, where it is looked at: with post-quantum keys some 2 KB. */
    helloBytes: 16_384,
    /** Certificates that a client may show: its own and those above it. */
    clientChain: 10,
    /** The core's word on them, and with it the first byte that is read, must come by then. */
    clientVerdictMs: 10_000,
    /** A head that is not whole by then is given up. */
    headMs: 10_000,
    /** Nothing in either direction for this long. */
    idleMs: 60_000,
    keepAliveMs: 30_000,
    /** After so many a client connects anew. */
    requestsPerConnection: 10_000,
    /** Requests on one connection that are sent ahead of their answers: no browser does it, and it makes floods cheap. */
    requestsAhead: 8,
    /** Bodies up to this size are read at once; larger ones of those alone who are logged in, and not too many together. */
    smallBodyBytes: 65_536,
    recordBytes: 262_144,
    /** The changes of some thousand records: what fits into one line to the core. */
    bodyBytes: 1_048_576,
    largeBodiesBytes: 33_554_432,
    bodyMs: 15_000,
    /** The largest import over a slow line. */
    uploadMs: 300_000,
    /** What a refused client still sends is read for this long, so that it lives to read why. */
    restMs: 5_000,
    /** JSON of ours is four levels deep. */
    jsonDepth: 12,
    /** Requests of which the core has the answer to give: fewer than the core takes, since files and streams are beside them. */
    running: 40,
    runningPerPlace: 20,
    /** Requests that wait for their turn, and how long. */
    waiting: 512,
    waitingPerPlace: 128,
    waitMs: 10_000,
    /** Files that are being sent. */
    files: 16,
    filesPerSession: 2,
    /** Pages that follow what happens; a browser opens at most six connections to one host. */
    streams: 200,
    streamsPerSession: 4,
    /** A stream that the core has not refused by then has begun. */
    firstEventMs: 200,
    keepAliveEventMs: 20_000,
    unsentEventBytes: 65_536,
    /** What the core says in one line: the secrets of an import of 100,000 rows. */
    lineBytes: 67_108_864,
    /** The files of the web tool, together. */
    siteBytes: 33_554_432,
    logLinesPerSecond: 50,
  },
  drill: {
    /** After this no door is begun any more: a drill is bounded like any load. */
    mostMs: 50_000,
    /** Between two drills, whoever asks. */
    restMs: 10_000,
    answerBytes: 65_536,
    /** A datagram that nobody answers, and a malformed message, are not waited for any longer. */
    datagramMs: 1_000,
    nonsenseMs: 700,
    connectMs: 500,
    scansAtOnce: 16,
    /** Of this machine, and ports that somebody names. */
    addresses: 16,
    furtherPorts: 100,
    /** Each question of a comparison is asked so often; what counts is that no two times overlap. */
    rounds: 5,
    /** Logins and passwords tried at one door. */
    guesses: 16,
    /** Differences that a network does not hide; logins are answered at multiples of a quarter of a second. */
    tellingMs: 25,
    tellingLoginMs: 100,
  },
  managers: {
    /** A code is read out or sent, and typed in: a quarter of an hour, and then it is worth nothing. */
    codeMs: 900_000,
    /** Codes at once that nobody has used: each is a certificate more that the listener lets in. */
    codes: 8,
    /** Proofs that do not hold, from who has the code's key: nobody makes them by accident. */
    triesPerCode: 3,
    /** A request's name, key or proof. */
    textLength: 2_000,
  },
  work: {
    /** Imports at once that somebody has begun and that have not been forgotten yet. */
    atOnce: 8,
    /** Of one session. */
    perSession: 2,
    /** An import whose file does not come, and an ended one that nobody asks for, is forgotten after this time. */
    keptMs: 600_000,
    /** One piece of a file. */
    pieceBytes: 65_536,
  },
  alarms: {
    /** Conditions at once; a site in trouble has ten. */
    active: 500,
    /** Alarms that have ended; the oldest are forgotten, the audit trail has them still. */
    cleared: 1_000,
    wordsLength: 1_000,
    /** Within this time what comes and goes is told once, with how often it came. */
    quietMs: 600_000,
    /** Events in the lives of alarms that wait for destinations; the oldest are lost then, and that is told. */
    notices: 1_000,
    /** Events in one mail. */
    perMail: 50,
    /** A mail waits this long for others to come with it, after another mail: a person reads one better than fifty. */
    betweenMailsMs: 60_000,
    /** Attempts at what a destination says that it will never take. */
    attemptsAtRejected: 5,
    /** Entries of the audit trail that are sent at once, and the pause between: at most 500 in a second, so that calls do not wait. */
    entriesAtOnce: 50,
    entriesPauseMs: 100,
    /** What a receiver was sent and has not confirmed: sent again after a break. A connection ends when it is so much… */
    unconfirmedEntries: 2_000,
    /** …or so old… */
    unconfirmedMs: 60_000,
    /** …or when nothing came for this long. */
    idleMs: 2_000,
    /** How often is looked for new entries. */
    lookEveryMs: 1_000,
  },
  proof: {
    /** A listener that has not answered a question by then is told so: they are all on this machine. */
    probeMs: 3_000,
    /** Of an answer only its first line matters. */
    answerBytes: 4_096,
    chain: 10,
    /** Listeners that are asked with one check, and at once: well below what the portal takes from one place. */
    listeners: 64,
    probesAtOnce: 4,
    /** Processes of this system that are looked at: the core, the portal and little else. */
    processes: 32,
    /** A check that is not older than this, with nothing changed since, is not made again. */
    freshMs: 2_000,
    /** How long after a change the lines are looked at again: what follows at once is looked at together. */
    settleMs: 500,
    /** What changes by itself (certificates that end, listeners that die) is seen this soon. */
    everyMs: 3_600_000,
    /** Lines that one request may ask to be mended: more than any profile has. */
    linesAtOnce: 100,
    /** Moments of the history that are kept, and that one answer tells. */
    history: 1_000,
    historyShown: 200,
    /** Changes of configuration that are looked through for the one that moved a line. */
    changesRead: 200,
  },
  ...deskLimits,
  ...meetingLimits,
  ...outgoingLimits,
  ...trunkLimits,
  ...smdrLimits,
  ...tollLimits,
  ...callsLimits,
  ...watchingLimits,
  ...voiceLimits,
  ...attendantLimits,
  ...voicemailLimits,
  ...pinsLimits,
  ...mediaLimits,
  socket: {
    /** One request on the local socket: the largest import, escaped as JSON. */
    requestBytes: 67_108_864,
    clients: 64,
    /** Linux takes 107 bytes, others fewer. */
    pathBytes: 100,
    /** The key that a client shows first: 256 bits as text, and some room. */
    keyLineBytes: 256,
    /** A client that has not shown its key by then is cut off. */
    keyMs: 5_000,
    /** An offline core that nobody has asked anything by then ends itself. */
    firstClientMs: 10_000,
  },
} as const;
