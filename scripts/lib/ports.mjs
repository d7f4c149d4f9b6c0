import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { SetupProblem } from './setup-problem.mjs';

/** Stops with one line when something else already listens where this start wants to. */
export async function requireFreePorts(listeners) {
  for (const { port, host, name, whose, udp } of listeners) {
    if ((await isTcpFree(port, host)) && (!udp || (await isUdpFree(port, host)))) continue;
    const remedy = name === 'MONGODB_URI' ? 'set MONGODB_PORT to a free one' : `set ${name} to a free one`;
    throw new SetupProblem(`Port ${port} (${whose}) is already in use: end what uses it, perhaps another "npm start", or ${remedy}.`);
  }
}

function isTcpFree(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    // On the very address that will be used: the same port of another address is nobody's business.
    server.listen({ port, host }, () => server.close(() => resolve(true)));
  });
}

function isUdpFree(port, host) {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => {
      socket.close();
      resolve(false);
    });
    socket.bind({ port, address: host }, () => socket.close(() => resolve(true)));
  });
}
