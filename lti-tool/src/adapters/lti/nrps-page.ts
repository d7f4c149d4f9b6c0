import { setImmediate as others } from 'node:timers/promises';
import type { Role } from '@liveclass/contract';
import Link from 'http-link-header';
import { z } from 'zod';
import { nameOf } from '../../domain/person-name.ts';
import { roleOf } from '../../domain/roles.ts';
import type { RosterReading } from '../../domain/roster.ts';
import type { OutboundAnswer } from '../../ports/identity.ts';
import { RosterFailure } from '../../ports/roster.ts';

const Page = z.object({ members: z.array(z.unknown()).max(50_000) });

/** Shown only: a wrong type or length is as good as nothing. */
const shown = z.string().max(10_000).optional().catch(undefined);
const Entry = z.object({
  // Moodle's ids are numbers; some platforms write them as such.
  user_id: z.union([z.string().min(1).max(255), z.number().int().nonnegative().transform(String)]),
  status: z.string().max(50).nullish(),
  roles: z.union([z.array(z.string()).max(100), z.string().transform((role) => [role])]).catch([]),
  name: shown,
  given_name: shown,
  family_name: shown,
});

/** The entries of a page as they came; throws `RosterFailure` where it is none. */
export function readPage(body: string): readonly unknown[] {
  try {
    return Page.parse(JSON.parse(body)).members;
  } catch (error) {
    throw new RosterFailure('unreadable', error);
  }
}

/**
 * Where the next page is; undefined after the last. Only the server that gave this page may have the next: an address elsewhere
 * would be handed the access token.
 */
export function nextOf({ headers }: OutboundAnswer, url: string): string | undefined {
  const link = headers['link'];
  if (!link) return undefined;
  let found: string | undefined;
  try {
    found = Link.parse(link).rel('next')[0]?.uri;
  } catch (error) {
    // A header that cannot be read may have named more people: this page must not pass for all of them.
    throw new RosterFailure('unreadable', error);
  }
  if (found === undefined) return undefined;
  if (!URL.canParse(found, url)) throw new RosterFailure('unreadable', 'the next page has no address');
  const next = new URL(found, url);
  if (next.origin !== new URL(url).origin) throw new RosterFailure('astray', 'the next page is elsewhere');
  return next.href;
}

const isActive = (status: string | null | undefined): boolean => !status || status.toLowerCase() === 'active';

/** So many entries are looked at before other work of the process gets its turn. */
const TURN = 100;

/** The people of all pages, each once, with all roles that any entry of theirs has. */
export class Roll {
  readonly #most: number;
  readonly #people = new Map<string, { readonly name: string; readonly roles: readonly string[]; readonly role: Role }>();
  #isWhole = true;
  readonly #pages: number[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#people.size;
  }

  async add(entries: readonly unknown[]): Promise<void> {
    this.#pages.push(entries.length);
    for (const [index, raw] of entries.entries()) {
      if (index % TURN === TURN - 1) await others();
      const entry = Entry.safeParse(raw);
      if (entry.success) this.#take(entry.data);
      else this.#isWhole = false;
    }
  }

  #take({ user_id: sub, status, roles, name, given_name, family_name }: z.infer<typeof Entry>): void {
    if (!isActive(status)) return;
    const told = nameOf({
      ...(name !== undefined && { name }),
      ...(given_name !== undefined && { givenName: given_name }),
      ...(family_name !== undefined && { familyName: family_name }),
    });
    const before = this.#people.get(sub);
    const all = before ? [...before.roles, ...roles].slice(0, 200) : roles;
    this.#people.set(sub, { name: before?.name || told, roles: all, role: roleOf(all) });
    if (this.#people.size > this.#most) throw new RosterFailure('too-large', `more than ${this.#most} people`);
  }

  /** All of it; `asked` is how many people one page was asked to hold, though a platform may have a measure of its own. */
  reading(asked: number): RosterReading {
    const members = [...this.#people].map(([sub, { name, role }]) => ({ sub, name, role }));
    const last = this.#pages.at(-1);
    const endsFull = last === asked || (this.#pages.length > 1 && last === Math.max(...this.#pages));
    return { members, isWhole: this.#isWhole, endsFull };
  }
}
