import { lookup as resolve } from 'node:dns';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, buildConnector, type Dispatcher, request } from 'undici';
import { type Outbound, type OutboundAnswer, OutboundFailure, type OutboundRequest } from '../../ports/identity.ts';

type Address = ReturnType<typeof ipaddr.process>;

export interface OutboundRules {
  /** In production plain http and loopback are refused, except towards the allowed networks. */
  readonly production: boolean;
  /** CIDR; beside the public addresses. */
  readonly allowedNetworks: readonly string[];
}

/** Whether an address may be talked to. `process` unwraps IPv4 inside IPv6, which would otherwise hide a private address. */
export function addressJudge({ production, allowedNetworks }: OutboundRules): (address: string, secure: boolean) => boolean {
  const networks = allowedNetworks.map((network) => ipaddr.parseCIDR(network));
  const isAllowed = (address: Address) =>
    networks.some(([range, bits]) => range.kind() === address.kind() && address.match([range, bits] as [ipaddr.IPv4, number]));
  return (text, secure) => {
    if (!ipaddr.isValid(text)) return false;
    const address = ipaddr.process(text);
    if (isAllowed(address)) return true;
    if (!production && address.range() === 'loopback') return true;
    return address.range() === 'unicast' && (secure || !production);
  };
}

/** A name is resolved to the addresses that may be reached only; an empty rest fails before any packet leaves. */
function guardedLookup(mayReach: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '', 0);
      const [first, ...rest] = found.filter(({ address }) => mayReach(address));
      if (!first) return callback(new OutboundFailure('blocked'), '', 0);
      if (options.all) callback(null, [first, ...rest]);
      else callback(null, first.address, first.family);
    });
  };
}

type LookupMaker = (mayReach: (address: string) => boolean) => LookupFunction;

function guardedConnector(rules: OutboundRules, lookupFor: LookupMaker): buildConnector.connector {
  const judge = addressJudge(rules);
  return (options, callback) => {
    const secure = options.protocol === 'https:';
    const mayReach = (address: string) => judge(address, secure);
    const literal = options.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) && !mayReach(literal)) return callback(new OutboundFailure('blocked'), null);
    const connect = buildConnector({ timeout: 5_000, lookup: lookupFor(mayReach) });
    connect(options, (...[error, socket]: [Error, null] | [null, Socket]) => {
      if (error) return callback(error, null);
      // The socket is the truth: a name that answered one address when asked and another when connected gets no byte.
      if (!socket.remoteAddress || !mayReach(socket.remoteAddress)) {
        socket.destroy();
        return callback(new OutboundFailure('blocked'), null);
      }
      callback(null, socket);
    });
  };
}

/** Of a repeated header the first; of `Link` all, because each may name another page and none may be lost. */
function flatten(name: string, value: string | string[] | undefined): string {
  if (!Array.isArray(value)) return value ?? '';
  return name === 'link' ? value.join(', ') : (value[0] ?? '');
}

async function readBounded(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body) {
    const bytes = Buffer.from(part as Uint8Array);
    size += bytes.length;
    // Leaving the loop destroys the body, so that the rest of a huge answer is never received.
    if (size > maxBytes) throw new OutboundFailure('too-large');
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

function failureOf(error: unknown): OutboundFailure {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof OutboundFailure) return cause;
    if (cause instanceof AggregateError) {
      const inner = cause.errors.find((one) => one instanceof OutboundFailure);
      if (inner instanceof OutboundFailure) return inner;
    }
    if (cause.name === 'TimeoutError' || cause.name === 'AbortError' || /Timeout/.test(cause.name))
      return new OutboundFailure('timeout', error);
  }
  return new OutboundFailure('failed', error);
}

/** The guarded way out, and its end. `lookupFor` is for tests that play a name service that lies. */
export function openOutbound(
  rules: OutboundRules,
  lookupFor: LookupMaker = guardedLookup,
): { readonly outbound: Outbound; close(): Promise<void> } {
  const dispatcher = new Agent({ connect: guardedConnector(rules, lookupFor), connections: 16, pipelining: 1, keepAliveTimeout: 4_000 });
  async function ask(url: string, { method = 'GET', headers = {}, body, timeoutMs, maxBytes }: OutboundRequest): Promise<OutboundAnswer> {
    const target = URL.canParse(url) ? new URL(url) : undefined;
    if (!target || !/^https?:$/.test(target.protocol) || target.username || target.password) throw new OutboundFailure('blocked');
    const answer = await request(target, {
      method,
      headers: { 'user-agent': 'live-class', ...headers },
      body: body ?? null,
      dispatcher,
      // One budget for name, connection, headers and body: a platform that drips bytes holds nothing longer than this.
      signal: AbortSignal.timeout(timeoutMs),
    });
    const flat = Object.entries(answer.headers).map(([name, value]) => [name, flatten(name, value)]);
    if (answer.statusCode >= 300 && answer.statusCode < 400) {
      // Giving up a body raises an error event on it; unheard, that event would end the process.
      answer.body.on('error', () => undefined).destroy();
      throw new OutboundFailure('redirect');
    }
    return { status: answer.statusCode, headers: Object.fromEntries(flat), body: await readBounded(answer.body, maxBytes) };
  }
  return {
    outbound: async (url, options) => {
      try {
        return await ask(url, options);
      } catch (error) {
        throw failureOf(error);
      }
    },
    close: () => dispatcher.destroy(),
  };
}
