import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, it } from 'vitest';
import { answerRefusal } from './errors.ts';
import { personRate } from './haste.ts';

it('[RC20] the API has a rate for each person, and one who is too fast holds up nobody else', async () => {
  const app = express();
  app.use((req, res, next) => {
    res.locals['session'] = { personId: req.headers['x-person'] };
    next();
  });
  app.get('/', personRate(3), (_req, res) => void res.json({}));
  app.use(answerRefusal);
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const ask = async (person: string) =>
    (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { headers: { 'x-person': person } })).status;
  const hasty = await Promise.all([1, 2, 3, 4].map(() => ask('hasty')));
  expect(hasty.sort()).toEqual([200, 200, 200, 429]);
  expect(await ask('calm')).toBe(200);
  server.closeAllConnections();
  server.close();
});
