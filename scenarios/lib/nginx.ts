import { execFile } from 'node:child_process';
import { chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureNginx, ensureOpenssl } from '../../scripts/lib/binaries.mjs';
import { REPOSITORY } from './compose-file.ts';

const NOBODY = 65_534;
/** As in the container the proxy is never root: a test that is root hands its folders to nobody and steps down. */
export const proxyUser = (): { uid: number; gid: number } | undefined =>
  process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : undefined;

/** What the image's entrypoint does: `${NAME}` is replaced for every variable that exists, all other dollars stay. */
export async function renderProxyTemplate(environment: Readonly<Record<string, string>>): Promise<string> {
  const template = await readFile(join(REPOSITORY, 'deploy/nginx.conf.template'), 'utf8');
  return template.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => environment[name] ?? whole);
}

/** A certificate for `localhost` that signs itself, as fullchain.pem and privkey.pem in `folder`. */
export async function makeCertificate(folder: string): Promise<{ certificate: string }> {
  await mkdir(folder, { recursive: true });
  const certificate = join(folder, 'fullchain.pem');
  const key = join(folder, 'privkey.pem');
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', ...subject];
  await promisify(execFile)(await ensureOpenssl(), [...args, '-keyout', key, '-out', certificate]);
  await giveToProxy(folder, certificate, key);
  return { certificate };
}

/** Hands files and folders to the user that the proxy runs as. */
export async function giveToProxy(...paths: string[]): Promise<void> {
  const user = proxyUser();
  if (user) for (const path of paths) await chown(path, user.uid, user.gid);
}

/** What `nginx -t` says about a configuration; rejects with it when it is refused. */
export async function checkProxyConfiguration(folder: string, configuration: string): Promise<string> {
  const file = join(folder, 'nginx.conf');
  await writeFile(file, configuration);
  await giveToProxy(folder, file);
  const { stderr } = await promisify(execFile)(await ensureNginx(), ['-p', folder, '-e', 'stderr', '-c', file, '-t'], { ...proxyUser() });
  return stderr;
}
