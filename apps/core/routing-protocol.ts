// What is asked about routing and what is answered, by the local socket and by the portal.

/** Who would dial what, and when; by default now. */
export interface RouteParams {
  readonly caller: string;
  readonly dialled: string;
  readonly atMs?: number;
  /** The caller is a trunk. */
  readonly fromTrunk?: boolean;
}

/** What would become of a call. */
export interface RouteExplainedLine {
  /** In one sentence. */
  readonly words: string;
  readonly outcome: 'rings' | 'goes-out' | 'carried-out' | 'refused';
  /** The extension or group that rings, or the route that is tried first; blank where there is none. */
  readonly leadsTo: string;
  /** The code of the refusal; blank when the call would go on. */
  readonly refusedWith: string;
  readonly atMs: number;
  readonly steps: readonly RouteStepLine[];
}

export interface RouteStepLine {
  /** The form and the key of what was looked at; blank where it is none. */
  readonly form: string;
  readonly key: string;
  readonly words: string;
}

/** What of it may be asked through the portal, with a session. */
export interface RoutingMethods {
  readonly 'route.explain': { readonly params: RouteParams; readonly result: RouteExplainedLine };
}
