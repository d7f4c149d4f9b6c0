import { readFileSync } from 'node:fs';
import type { ToolAbout } from '@liveclass/contract';
import { Router } from 'express';
import { z } from 'zod';
import { pluginRoutes } from './adapters/http/desk-lti.ts';
import { createPluginTokens } from './adapters/lti/plugin-tokens.ts';
import type { Connection } from './adapters/mongo/connection.ts';
import { openPeopleEraser } from './adapters/mongo/erasure.ts';
import { openInvitations } from './adapters/mongo/invitations.ts';
import type { Identity } from './main-identity.ts';
import type { Invitations, LeaveCourse } from './ports/desk.ts';
import type { Clock, Ids } from './ports/identity.ts';
import type { Log } from './ports/log.ts';
import { pluginEar } from './usecases/hear-plugin.ts';
import { pairPlatform } from './usecases/pair-platform.ts';

export interface DeskParts {
  readonly connection: Connection;
  readonly config: { readonly publicUrl: URL; readonly production: boolean };
  readonly identity: Identity;
  readonly leaveCourse: LeaveCourse;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** The part of the composition root that connects platforms: pairing, messages of plugins, and the admin's desk. */
export interface Desk {
  /** Mounted at '/', behind the identity's router and before the pages. */
  readonly router: Router;
  readonly invitations: Invitations;
}

const VERSION = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))).version;

function addressesOf(publicUrl: URL) {
  const at = (path: string): string => new URL(path, publicUrl).href;
  return {
    loginUrl: at('/lti/login'),
    launchUrl: at('/lti/launch'),
    keysUrl: at('/lti/keys'),
    iconUrl: at('/lti/static/icon.svg'),
    pairUrl: at('/lti/pair'),
    messagesUrl: at('/lti/messages'),
  };
}

/** Builds it; indexes are there before it answers. */
export async function createDesk({ connection, config, identity, leaveCourse, clock }: DeskParts): Promise<Desk> {
  const { registry, nonces, keyOf, keys } = identity.desk;
  const [invitations, people] = await Promise.all([openInvitations(connection), openPeopleEraser(connection)]);
  const addresses = addressesOf(config.publicUrl);
  const tokens = createPluginTokens(keyOf);
  const about = (): ToolAbout => ({ product: 'live-class', version: VERSION, now: clock.now(), ...addresses });
  const pairing = { tokens, nonces, invitations, registry, keys, clock, production: config.production };
  const hear = pluginEar({ tokens, nonces, registry, people, leaveCourse, clock });
  const router = Router();
  router.use(
    pluginRoutes({
      about,
      pair: (token) => pairPlatform(pairing, token, addresses.pairUrl),
      hear: (token) => hear(token, addresses.messagesUrl),
      now: () => clock.now(),
    }),
  );
  return { router, invitations };
}
