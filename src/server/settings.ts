/** How the service meets the network. */
export interface ServerSettings {
  readonly host: string;
  readonly port: number;
  /** Whether requests need a key. */
  readonly needsKey: boolean;
  /** Bytes of a request's body, at most. */
  readonly maxBodyBytes: number;
  /** Requests a second from one address, and how many at once after a pause. */
  readonly rate: { readonly perSecond: number; readonly burst: number };
  /** The same of one key, from wherever it is used. */
  readonly keyRate: { readonly perSecond: number; readonly burst: number };
  /** Names the service may be called by, besides its address; for a proxy before it. */
  readonly hostNames: readonly string[];
  /**
   * Whether a key may sign as an AWS client does: access key the key's id, secret key the hexadecimal SHA-256 of its secret. Off by default: whoever
   * reads the kept hashes could then sign.
   */
  readonly awsKeys?: boolean;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** Whether only this machine can reach an address. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host) || /^127(\.\d{1,3}){3}$/.test(host);
}
