import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { SetupProblem } from './setup-problem.mjs';

/** Stops with one line when something else already listens where this start wants to. */
export async function requireFreePorts(listeners) {
  for (const { port, name, whose, udp } of listeners) {
    if ((await isTcpFree(port)) && (!udp || (await isUdpFree(port)))) continue;
    const remedy = name === 'MONGODB_URI' ? 'set MONGODB_URI to a MongoDB of your own' : `set ${name} to a free one`;
    throw new SetupProblem(`Port ${port} (${whose}) is already in use: end what uses it, perhaps another "npm start", or ${remedy}.`);
  }
}

function isTcpFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    // Every address: a server on one interface only would also be in the way.
    server.listen(port, () => server.close(() => resolve(true)));
  });
}

function isUdpFree(port) {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => {
      socket.close();
      resolve(false);
    });
    socket.bind(port, () => socket.close(() => resolve(true)));
  });
}
