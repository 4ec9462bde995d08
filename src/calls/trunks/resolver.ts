// What trunks ask the DNS, as a given thing: calls hold no sockets, and tests have a DNS of their own.

export interface Naptr {
  readonly order: number;
  readonly preference: number;
  /** 's' where the replacement is to be looked up by SRV. */
  readonly flags: string;
  readonly service: string;
  readonly replacement: string;
}

export interface Srv {
  readonly name: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

/** Each gives none where the DNS says that there are none, and throws where it says nothing or fails. */
export interface Resolver {
  naptr(name: string): Promise<readonly Naptr[]>;
  srv(name: string): Promise<readonly Srv[]>;
  /**
   * The addresses of a host that may be connected to, in the order in which to try them. `isWritten`: an administrator wrote the
   * name, so that `localhost` is meant; any other name that leads to this machine or its own wire leads nowhere.
   */
  addresses(host: string, isWritten: boolean): Promise<readonly string[]>;
}
