import { isTest, sources, textOf, withoutComments } from './sources.mjs';

const WARN_LINES = 300;
const MOST_LINES = 400;

/** No file is too long to be read in one go; tests may be. */
export function lengths(folder) {
  return sources(folder).flatMap((path) => {
    if (isTest(path)) return [];
    const lines = textOf(folder, path).trimEnd().split('\n').length;
    if (lines > MOST_LINES) return [`file-length: ${path} has ${lines} lines; ${MOST_LINES} is the most.`];
    if (lines > WARN_LINES) console.log(`note   ${path} has ${lines} lines; aim at ${WARN_LINES}.`);
    return [];
  });
}

/** FFmpeg is driven from exactly one file, so that its arguments are read and limited in one place. */
export function onePlace(folder) {
  const users = sources(folder).filter((path) => !isTest(path) && /from 'fluent-ffmpeg'/.test(textOf(folder, path)));
  return users.length > 1 ? [`ffmpeg-in-one-file: fluent-ffmpeg is imported by ${users.join(' and ')}.`] : [];
}

/** Ids and secrets come from a cryptographic source, and chance in tests is seeded: Math.random is neither. */
export function randomness(folder) {
  return sources(folder)
    .filter((path) => !isTest(path) && /\bMath\s*\.\s*random\b/.test(withoutComments(textOf(folder, path))))
    .map((path) => `no-math-random: ${path} uses Math.random.`);
}
