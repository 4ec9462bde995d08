// Requests to a party that may ask who we are (RFC 3261 §22.2): sent with what we know of its challenge, and once more when it asks.

import type { ClientTransaction, ClientUser, DigestClient, Flow, OutgoingRequest, TransactionLayer } from '#sip';

export interface ProvenRequest {
  readonly layer: TransactionLayer;
  readonly flow: Flow;
  /** None of a party that asks nothing of us. */
  readonly digest: DigestClient | undefined;
  /** The request, with the next number at each call. */
  readonly make: () => OutgoingRequest;
  readonly user: ClientUser;
  /** Is told of each transaction before its answers. */
  readonly sent?: (transaction: ClientTransaction) => void;
}

/** Credentials from an earlier challenge may have run out, or be another place's, without being called stale: a challenge is answered once. */
export function sendProven(request: ProvenRequest): ClientTransaction {
  const { layer, flow, digest, make, user } = request;
  if (digest === undefined) return told(request, layer.request(make(), flow, user));
  const bare = make();
  const proof = digest.authorize(bare);
  const asked: ClientUser = {
    onResponse: (response, sent) => {
      const isChallenge = response.status === 401 || response.status === 407;
      if (!isChallenge || !digest.accept(response, false)) return user.onResponse(response, sent);
      const again = make();
      told(request, layer.request(withProof(again, digest.authorize(again)), flow, user));
    },
    onFailure: (why, sent) => user.onFailure(why, sent),
  };
  return told(request, layer.request(withProof(bare, proof), flow, asked));
}

function told({ sent }: ProvenRequest, transaction: ClientTransaction): ClientTransaction {
  sent?.(transaction);
  return transaction;
}

const withProof = (request: OutgoingRequest, proof: string): OutgoingRequest =>
  proof === '' ? request : { ...request, headers: request.headers + proof };
