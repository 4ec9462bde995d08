// What a bench asks of a server, whichever it is.

/** How to start a server for a bench: both kinds get the same users, ports and core. */
export interface ServerPlan {
  readonly directory: string;
  /** The CPU that the server may use; the load runs on another. */
  readonly core: number;
  readonly udpPort: number;
  readonly tlsPort: number;
  readonly firstNumber: number;
  readonly extensions: number;
  /** The SIP secret of an extension is this and its number. */
  readonly secretPrefix: string;
  readonly keyFile: string;
  readonly certificateFile: string;
}

export interface BenchServer {
  readonly name: string;
  readonly pids: () => readonly number[];
  readonly stop: () => Promise<void>;
}
