import type { ClassId } from '@liveclass/contract';
import { expect } from 'vitest';
import { newId, type TestPerson, type World } from './classroom-world.ts';
import type { TestPlatform } from './test-platform.ts';
import type { TestPlugin } from './test-plugin.ts';

export interface Said {
  readonly rooms?: 'one' | 'per-group';
  readonly ungrouped?: 'together' | 'outside';
  readonly groups?: readonly { readonly id: string; readonly name: string; readonly members: readonly string[] }[];
  readonly changed_at?: number;
}

interface Place {
  readonly world: World;
  readonly platform: TestPlatform;
  readonly plugin: TestPlugin;
}

/** An activity of a course of the platform, and what its plugin says of it. */
export class GroupActivity {
  readonly link = newId();
  readonly #of: Place;
  #at = Date.now() - 60_000;

  constructor(of: Place) {
    this.#of = of;
  }

  say(said: Said = {}): Promise<Response> {
    const { platform, plugin } = this.#of;
    this.#at += 1;
    const place = {
      deployment_id: platform.deploymentId,
      context_id: 'course-1',
      resource_link_id: this.link,
      title: 'Biology',
      course_title: 'Life',
    };
    const usual = { changed_at: this.#at, rooms: 'per-group', ungrouped: 'together', groups: [] };
    return plugin.say(plugin.message('class-groups', { ...place, ...usual, ...said }));
  }

  async groups(groups: Readonly<Record<string, readonly string[]>>, said: Said = {}): Promise<void> {
    const all = Object.entries(groups).map(([id, members]) => ({ id, name: `Group ${id}`, members }));
    expect((await this.say({ groups: all, ...said })).status).toBe(200);
  }

  /** The class, as its first launch opens it. */
  async class(): Promise<ClassId> {
    const { url: issuer, clientId, deploymentId } = this.#of.platform;
    const link = { issuer, clientId, deploymentId, contextId: 'course-1', resourceLinkId: this.link };
    return (await this.#of.world.identity.classes.upsert(link, { title: 'Biology', courseTitle: 'Life' })).id;
  }

  async person(sub: string, role: 'teacher' | 'student' = 'student'): Promise<TestPerson> {
    const { world, platform } = this.#of;
    const classId = await this.class();
    const person = await world.identity.persons.upsert({ issuer: platform.url, sub, name: sub });
    await world.identity.memberships.put({ classId, personId: person.id, role, lastLaunchAt: world.clock.now() });
    return world.signIn({ classId, personId: person.id, role, name: sub });
  }
}
