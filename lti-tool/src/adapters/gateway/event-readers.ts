import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { CONTROL_EVENTS_PATH, ControlEvent, type NodeId } from '@liveclass/contract';
import { Agent, request } from 'undici';
import type { GatewayNode } from '../../domain/session.ts';
import type { ControlDeps } from './control-client.ts';
import { signControl } from './control-tokens.ts';

const LOOK_EVERY_MS = 1_000;
const RECONNECT_MS = 500;
/** An empty line comes every 2 s. */
const SILENCE_MS = 6_000;

interface Reader {
  readonly epoch: number;
  readonly controlUrl: string;
  readonly stop: AbortController;
}

/**
 * Listens to every gateway that lives: one stream each, opened again whenever it ends. `hear` is called in the order of the lines,
 * one after the other; what it throws is logged and the stream goes on.
 */
export class GatewayEventReaders {
  readonly #deps: ControlDeps;
  readonly #hear: (node: NodeId, event: ControlEvent) => Promise<void>;
  readonly #agent = new Agent({ connect: { timeout: 2_000 }, headersTimeout: 5_000, bodyTimeout: SILENCE_MS });
  readonly #readers = new Map<NodeId, Reader>();
  readonly #ending = new AbortController();

  constructor(deps: ControlDeps, hear: (node: NodeId, event: ControlEvent) => Promise<void>) {
    this.#deps = deps;
    this.#hear = hear;
  }

  /** Runs until `end`. */
  async run(): Promise<void> {
    while (!this.#ending.signal.aborted) {
      await this.#look().catch((error: unknown) => this.#deps.log.warn({ err: error }, 'the gateways could not be looked up'));
      await delay(LOOK_EVERY_MS, undefined, { signal: this.#ending.signal }).catch(() => undefined);
    }
  }

  async #look(): Promise<void> {
    const alive = (await this.#deps.gateways.all()).filter((node) => node.isAlive);
    for (const node of alive) {
      const reader = this.#readers.get(node.node);
      if (reader?.epoch === node.epoch && reader.controlUrl === node.controlUrl) continue;
      reader?.stop.abort();
      this.#open(node);
    }
    for (const [node, reader] of this.#readers) {
      if (alive.some((other) => other.node === node)) continue;
      reader.stop.abort();
      this.#readers.delete(node);
    }
  }

  #open(node: GatewayNode): void {
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, this.#ending.signal]);
    this.#readers.set(node.node, { epoch: node.epoch, controlUrl: node.controlUrl, stop });
    void this.#readOnAndOn(node, signal);
  }

  async #readOnAndOn(node: GatewayNode, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#read(node, signal).catch((error: unknown) => {
        if (!signal.aborted) this.#deps.log.info({ node: node.node, err: error }, "a gateway's events stopped");
      });
      await delay(RECONNECT_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #read(node: GatewayNode, signal: AbortSignal): Promise<void> {
    const path = CONTROL_EVENTS_PATH;
    const token = await signControl({ node: node.node, method: 'GET', path, body: '' }, this.#deps);
    const { statusCode, body } = await request(new URL(path, node.controlUrl), {
      dispatcher: this.#agent,
      headers: { authorization: `Bearer ${token}` },
      signal,
    });
    if (statusCode !== 200) {
      await body.dump();
      throw new Error(`status ${statusCode}`);
    }
    for await (const line of createInterface({ input: body })) {
      if (line.trim() !== '') await this.#line(node.node, line);
    }
  }

  async #line(node: NodeId, line: string): Promise<void> {
    try {
      await this.#hear(node, ControlEvent.parse(JSON.parse(line)));
    } catch (error) {
      this.#deps.log.error({ node, err: error }, "a gateway's event could not be used");
    }
  }

  async end(): Promise<void> {
    this.#ending.abort();
    await this.#agent.destroy();
  }

  dump(): object {
    return { reading: [...this.#readers].map(([node, { epoch }]) => ({ node, epoch })) };
  }
}
