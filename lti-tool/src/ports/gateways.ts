import type { Readable } from 'node:stream';
import type { ControlCalls, NodeId, RecordingId } from '@liveclass/contract';
import type { z } from 'zod';
import type { GatewayNode } from '../domain/session.ts';

/** The gateways as their own heartbeats describe them. */
export interface Gateways {
  all(): Promise<readonly GatewayNode[]>;
  find(node: NodeId): Promise<GatewayNode | undefined>;
}

/** Orders to gateways, signed; each is idempotent, so one whose outcome is unknown is repeated. */
export interface GatewayControl {
  /**
   * Rejects with a Refusal: the gateway's own reason, 'not-found' included; 'gateway-failed' when it cannot be reached in time or
   * is not understood.
   */
  call<N extends keyof ControlCalls>(node: NodeId, name: N, body: BodyOfCall<N>): Promise<ReplyOfCall<N>>;
  /** The MP4 as the gateway serves it. Refused as `call`. Whoever does not read the body to its end destroys it. */
  file(node: NodeId, recordingId: RecordingId, ask: FileAsk): Promise<FileAnswer>;
}
export type BodyOfCall<N extends keyof ControlCalls> = z.infer<ControlCalls[N]['body']>;
export type ReplyOfCall<N extends keyof ControlCalls> = z.infer<ControlCalls[N]['reply']>;
export interface FileAsk {
  readonly method: 'GET' | 'HEAD';
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}
export interface FileAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}
