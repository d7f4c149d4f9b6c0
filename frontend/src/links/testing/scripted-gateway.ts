import { randomUUID } from 'node:crypto';
import { MEDIA_LINK_PATH, type MediaRoom, type ProducerView, Refusal } from '@liveclass/contract';
import { Device, FakeHandler, testFakeParameters } from 'mediasoup-client';
import { type Script, ScriptedServer } from './scripted-server.ts';

const options = () => {
  const { iceParameters, iceCandidates, dtlsParameters } = testFakeParameters.generateTransportRemoteParameters();
  // mediasoup's own ids are UUIDs, and the contract takes no others.
  return { id: randomUUID(), iceParameters, iceCandidates, dtlsParameters };
};

/** mediasoup-client without a browser below it: signalling is real, media is not. */
export const deviceWithoutMedia = async (): Promise<Device> =>
  new Device({ handlerFactory: FakeHandler.createFactory(testFakeParameters) });

/** A gateway's side of the media link by a script: rooms with generations, producers, consumers. */
export class ScriptedGateway {
  readonly server: ScriptedServer;
  generation = 1;
  canResume = true;
  producers: ProducerView[] = [];
  own: MediaRoom['own'] = [];
  /** Sources that the gateway refuses. */
  readonly forbidden = new Set<string>();
  #send = options();
  #receive = options();
  #next = 1;

  private constructor(server: ScriptedServer) {
    this.server = server;
  }

  static async open(): Promise<ScriptedGateway> {
    const gateway: ScriptedGateway = new ScriptedGateway(await ScriptedServer.open(MEDIA_LINK_PATH, {}));
    gateway.server.script = gateway.#script();
    return gateway;
  }

  room(resumed: boolean) {
    return {
      generation: this.generation,
      resumed,
      routerRtpCapabilities: testFakeParameters.generateRouterRtpCapabilities(),
      send: this.#send,
      receive: this.#receive,
      producers: this.producers,
      own: this.own,
      rights: { produce: ['microphone', 'camera', 'screen', 'screen-audio'], consume: true },
    };
  }

  /** The worker died: everything is new. */
  move(): void {
    this.generation += 1;
    this.own = [];
    this.#send = options();
    this.#receive = options();
    this.server.tell('room.moved', this.room(false));
  }

  #script(): Script {
    return {
      'media.join': ({ generation }: { generation?: number }) => {
        const resumed = this.canResume && generation === this.generation;
        if (!resumed) {
          this.own = [];
          this.#send = options();
          this.#receive = options();
        }
        return this.room(resumed);
      },
      'transport.restart-ice': () => ({ iceParameters: options().iceParameters }),
      produce: ({ source }: { source: string }) => {
        if (this.forbidden.has(source)) throw new Refusal('forbidden');
        const producerId = `producer-${source}-${this.#next++}`;
        this.own.push({ producerId, isMutedByTeacher: false });
        return { producerId };
      },
      consume: ({ producerId }: { producerId: string }) => {
        const view = this.producers.find((one) => one.producerId === producerId);
        if (!view) throw new Refusal('not-found');
        const mime = view.kind === 'audio' ? 'audio/opus' : 'video/VP8';
        const { rtpParameters } = testFakeParameters.generateConsumerRemoteParameters({ codecMimeType: mime });
        return { consumerId: `consumer-${this.#next++}`, producerId, kind: view.kind, rtpParameters, producerPaused: view.paused };
      },
    };
  }
}
