import { setTimeout as delay } from 'node:timers/promises';
import { answerOf, controlCalls, type NodeId, Refusal, recordingFilePath } from '@liveclass/contract';
import { Agent, type Dispatcher, request } from 'undici';
import type { GatewayNode } from '../../domain/session.ts';
import type { BodyOfCall, FileAnswer, FileAsk, GatewayControl, Gateways, ReplyOfCall } from '../../ports/gateways.ts';
import type { Clock } from '../../ports/identity.ts';
import type { Log } from '../../ports/log.ts';
import { signControl } from './control-tokens.ts';

export interface ControlDeps {
  readonly gateways: Gateways;
  readonly secret: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** All tries of one order together: less than the time a wish has. */
const ORDER_MS = 4_500;
const RETRY_AFTER_MS = [100, 300, 800];
const ANSWER_BYTES = 1024 * 1024;

export interface ControlClient extends GatewayControl {
  end(): Promise<void>;
}

/** Signed orders to gateways. An order whose outcome is unknown is repeated: every one of them is idempotent. */
export function controlClient(deps: ControlDeps): ControlClient {
  const agent = new Agent({ connections: 32, connect: { timeout: 2_000 }, headersTimeout: ORDER_MS, bodyTimeout: 30_000 });
  return {
    call: (node, name, body) => call(deps, agent, node, name, body),
    file: (node, recordingId, ask) => file(deps, agent, node, recordingFilePath(recordingId), ask),
    end: () => agent.destroy(),
  };
}

async function find({ gateways }: ControlDeps, node: NodeId): Promise<GatewayNode> {
  const found = await gateways.find(node);
  if (!found) throw new Refusal('gateway-failed', { node, why: 'unknown node' });
  return found;
}

async function call<N extends keyof typeof controlCalls>(
  deps: ControlDeps,
  agent: Agent,
  node: NodeId,
  name: N,
  body: BodyOfCall<N>,
): Promise<ReplyOfCall<N>> {
  const { controlUrl } = await find(deps, node);
  const text = JSON.stringify(body);
  const deadline = AbortSignal.timeout(ORDER_MS);
  let last: unknown;
  for (const restMs of [0, ...RETRY_AFTER_MS]) {
    if (restMs > 0) await delay(restMs);
    if (deadline.aborted) break;
    try {
      return await order(deps, agent, { node, controlUrl, name, text, signal: deadline });
    } catch (error) {
      if (error instanceof Refusal) throw error;
      last = error;
    }
  }
  deps.log.warn({ node, order: name, err: last }, 'a gateway did not take an order');
  throw new Refusal('gateway-failed', { node, order: name });
}

interface Order<N> {
  readonly node: NodeId;
  readonly controlUrl: string;
  readonly name: N;
  readonly text: string;
  readonly signal: AbortSignal;
}

/** One try. A Refusal is the gateway's word and final; anything else may be tried again. */
async function order<N extends keyof typeof controlCalls>(
  deps: ControlDeps,
  agent: Agent,
  { node, controlUrl, name, text, signal }: Order<N>,
): Promise<ReplyOfCall<N>> {
  const path = `/control/${name}`;
  const token = await signControl({ node, method: 'POST', path, body: text }, deps);
  const { body } = await request(new URL(path, controlUrl), {
    dispatcher: agent,
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: text,
    signal,
  });
  const answer = answerOf(controlCalls[name].reply).parse(JSON.parse(await bounded(body)));
  if (!answer.ok) throw new Refusal(answer.reason, { node, order: name });
  // The table's own schema has just read it.
  return answer.value as ReplyOfCall<N>;
}

async function bounded(body: Dispatcher.ResponseData['body']): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.length;
    if (bytes > ANSWER_BYTES) throw new Error('the answer is too large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

async function file(deps: ControlDeps, agent: Agent, node: NodeId, path: string, ask: FileAsk): Promise<FileAnswer> {
  const { controlUrl } = await find(deps, node);
  const token = await signControl({ node, method: ask.method, path, body: '' }, deps);
  try {
    const { statusCode, headers, body } = await request(new URL(path, controlUrl), {
      dispatcher: agent,
      method: ask.method,
      headers: { ...ask.headers, authorization: `Bearer ${token}` },
      signal: ask.signal,
    });
    const plain = Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
    return { status: statusCode, headers: Object.fromEntries(plain), body };
  } catch (error) {
    throw new Refusal('gateway-failed', { node, path, why: String(error) });
  }
}
