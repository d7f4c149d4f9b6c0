import { committed, textOf } from './sources.mjs';

/**
 * What no committed file may contain. The patterns are spelled so that they do not match themselves.
 * Hosts of package registries are named nowhere, because every clone may use its own mirror.
 */
const FORBIDDEN = [
  ['unfinished-note', /\b(?:TO[D]O|FIX[M]E|XX[X])\b/],
  [
    'registry-host',
    /\b(?:registry\.(?:npm[j]s|yarn[p]kg)\.\w+|py[p]i\.org|files\.python[h]osted\.org|deb\.debian[.]org|(?:static|index)\.crates[.]io|proxy\.golang[.]org)/,
  ],
  ['machine-path', /(?:^|[\s'"`(=:])\/(?:wor[k]\/(?:main|shared|\.)|roo[t]\/|hom[e]\/\w+\/|tm[p]\/(?:brief|setup))/m],
  ['workplace-word', /\b(?:clau[d]e|anthro[p]ic|chat[g]pt|AI (?:agent|assistant|session))\b/i],
];

const BINARY = /\.(?:png|jpg|jpeg|gif|ico|woff2?|mp4|mkv|webm|wav|y4m|pdf|zip|gz)$/i;

/** Every committed text, against the words that have no place in it. */
export async function wording(folder) {
  const files = (await committed(folder)).filter((path) => !BINARY.test(path) && path !== 'package-lock.json');
  return files.flatMap((path) => complaintsAbout(path, textOf(folder, path)));
}

function complaintsAbout(path, text) {
  return FORBIDDEN.flatMap(([name, pattern]) => {
    const match = pattern.exec(text);
    if (!match) return [];
    const line = text.slice(0, match.index).split('\n').length;
    return [`${name}: ${path}:${line} says "${match[0].trim()}".`];
  });
}
