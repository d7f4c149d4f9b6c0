import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { mediaWishes, REASONS, RecordingId, toolWishes, type Wish } from './index.ts';

const wishes: [string, Wish][] = [...Object.entries(toolWishes), ...Object.entries(mediaWishes)];

type Schema = Record<string, unknown>;

/** Every place of a JSON schema that leaves a size open, by its path. */
function unbounded(schema: Schema, path: string): string[] {
  const found: string[] = [];
  const { type, properties, items, additionalProperties } = schema;
  if (type === 'string' && !('maxLength' in schema || 'pattern' in schema || 'enum' in schema || 'const' in schema)) found.push(path);
  if (type === 'array' && !('maxItems' in schema)) found.push(path);
  if ((type === 'number' || type === 'integer') && !('maximum' in schema)) found.push(path);
  if (properties) for (const [key, value] of Object.entries(properties)) found.push(...unbounded(value as Schema, `${path}.${key}`));
  if (items) found.push(...unbounded(items as Schema, `${path}[]`));
  // An open record is bounded by its serialised size, which its own refinement checks (tested below).
  if (additionalProperties && typeof additionalProperties === 'object' && Object.keys(additionalProperties).length > 0)
    found.push(...unbounded(additionalProperties as Schema, `${path}.*`));
  return found;
}

describe('the tables of wishes', () => {
  it.each(wishes)('[CO1] %s refuses a body that names a person, a class or a role', (_name, row) => {
    for (const key of ['personId', 'classId', 'role', 'seat', '__proto__x']) {
      const answer = row.body.safeParse({ [key]: 'aaaaaaaa' });
      expect(answer.success).toBe(false);
      expect(answer.error?.issues.map((issue) => issue.code)).toContain('unrecognized_keys');
    }
  });

  it.each(wishes)('[CO2] %s bounds all that it carries', (name, row) => {
    expect(unbounded(z.toJSONSchema(row.body, { io: 'input' }) as Schema, name)).toEqual([]);
  });

  it('[CO2] rtpParameters of more than the limit are refused', () => {
    const body = (size: number) => ({
      transportId: 'aaaaaaaa',
      kind: 'audio',
      source: 'microphone',
      paused: false,
      rtpParameters: { x: 'x'.repeat(size) },
    });
    expect(mediaWishes.produce.body.safeParse(body(30_000)).success).toBe(true);
    expect(mediaWishes.produce.body.safeParse(body(33_000)).success).toBe(false);
  });

  it('[CO4] only teachers may govern others, the session or the recording', () => {
    const governing = Object.entries(toolWishes).filter(([name]) => /^(recording\.(start|pause|resume|stop)|seat\.|session\.)/.test(name));
    expect(governing).toHaveLength(8);
    for (const [, row] of governing) expect(row.from).toEqual(['teacher']);
  });

  it('[CO5] an id is 8 to 64 characters of the URL-safe alphabet', () => {
    for (const good of ['abcdefgh', 'A_-9'.repeat(16)]) expect(RecordingId.safeParse(good).success).toBe(true);
    for (const bad of ['', 'short', '../../etc/passwd', 'a'.repeat(65), 'with space', 'dots.dots', 'naïve-id', 'new\nline1', 5, null])
      expect(RecordingId.safeParse(bad).success).toBe(false);
  });

  it('[CO3] every reason has words in every language', () => {
    const folder = new URL('../../frontend/src/locales/', import.meta.url);
    const languages = readdirSync(folder).filter((file) => file.endsWith('.json'));
    expect(languages.length).toBeGreaterThanOrEqual(2);
    for (const file of languages) {
      const words = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { reasons?: Record<string, string> };
      expect(Object.keys(words.reasons ?? {})).toEqual(expect.arrayContaining([...REASONS]));
    }
  });
});
