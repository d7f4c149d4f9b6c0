import type { MediaRoom, MediaWishes, Source, TransportOptions } from '@liveclass/contract';
import type { Device, types } from 'mediasoup-client';
import type { Wire } from './wire.ts';

type Ask = Wire<MediaWishes, never>['ask'];

export interface MediaPair {
  readonly send: types.Transport;
  readonly receive: types.Transport;
}

/** mediasoup's structures travel as bounded records; mediasoup-client checks them deeply itself. */
const options = (wire: TransportOptions): types.TransportOptions => wire as unknown as types.TransportOptions;
const record = (value: object): Record<string, unknown> => value as Record<string, unknown>;
const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** Both transports of a room, not yet connected: mediasoup-client connects them with the first producer and consumer. */
export async function makePair(room: MediaRoom, ask: Ask, makeDevice: () => Promise<Device>): Promise<MediaPair> {
  const device = await makeDevice();
  await device.load({ routerRtpCapabilities: room.routerRtpCapabilities as types.RtpCapabilities });
  const send = device.createSendTransport(options(room.send));
  const receive = device.createRecvTransport(options(room.receive));
  for (const transport of [send, receive])
    transport.on('connect', ({ dtlsParameters }, done, fail) => {
      ask('transport.connect', { transportId: transport.id, dtlsParameters: record(dtlsParameters) }).then(done, (error) =>
        fail(asError(error)),
      );
    });
  send.on('produce', ({ kind, rtpParameters, appData }, done, fail) => {
    const { source, isPaused } = appData as { source: Source; isPaused: boolean };
    ask('produce', { transportId: send.id, kind, rtpParameters: record(rtpParameters), source, paused: isPaused }).then(
      ({ producerId }) => done({ id: producerId }),
      (error) => fail(asError(error)),
    );
  });
  try {
    await ask('media.capabilities', { rtpCapabilities: record(device.recvRtpCapabilities) });
  } catch (error) {
    send.close();
    receive.close();
    throw error;
  }
  return { send, receive };
}

/** A sixth of all scripts, and nobody needs it before they are in a room: it comes while the gateway makes place. */
export const loadMediaClient = () => import('mediasoup-client');

/** The browser's own choice of how to speak WebRTC. */
export const browserDevice = async (): Promise<Device> => (await loadMediaClient()).Device.factory();

export type TransportTruth = 'idle' | 'connecting' | 'connected' | 'broken';

export const truthOf = (transport: types.Transport | undefined): TransportTruth => {
  switch (transport?.connectionState) {
    case undefined:
    case 'new':
      return 'idle';
    case 'connected':
      return 'connected';
    case 'connecting':
      return 'connecting';
    default:
      return 'broken';
  }
};

const RESTART_EVERY_MS = 3_000;

/** Keeps the ways of one transport alive: asks for an ICE restart when it breaks, again and again until it stands or is closed. */
export function keepAlive(transport: types.Transport, ask: Ask, changed: () => void): { restart(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const restart = (): void => {
    clearTimeout(timer);
    if (transport.closed || transport.connectionState === 'new') return;
    // Repeated while it stays broken: a restart whose answer was lost must not be the last.
    timer = setTimeout(() => truthOf(transport) === 'broken' && restart(), RESTART_EVERY_MS);
    ask('transport.restart-ice', { transportId: transport.id })
      .then(({ iceParameters }) =>
        transport.closed ? undefined : transport.restartIce({ iceParameters: iceParameters as types.IceParameters }),
      )
      .catch(() => undefined);
  };
  transport.on('connectionstatechange', (state) => {
    if (state === 'disconnected' || state === 'failed') restart();
    else if (state === 'connected') clearTimeout(timer);
    changed();
  });
  return { restart, stop: () => clearTimeout(timer) };
}
