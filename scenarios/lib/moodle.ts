import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { ensureMoodleParts } from '../../scripts/lib/moodle-parts.mjs';
import { pluginZip } from '../../scripts/lib/plugin-zip.mjs';
import { run } from '../../scripts/lib/run.mjs';
import { ROOT } from './child.ts';
import { freePort } from './ports.ts';
import { until } from './until.ts';

interface Parts {
  readonly php: string;
  readonly initdb: string;
  readonly postgres: string;
}

export const ADMIN = { username: 'admin', password: 'Admin-123' } as const;
const DATABASE = 'moodle';
/** A Moodle refuses to be installed with less. */
const PHP = ['-d', 'max_input_vars=5000', '-d', 'memory_limit=512M'];

/** PostgreSQL refuses to run as root; its package brings a person of its own. */
function databaseOwner(): { uid?: number; gid?: number } {
  if (userInfo().uid !== 0) return {};
  const [, , uid, gid] =
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .find(([name]) => name === 'postgres') ?? [];
  if (uid === undefined) throw new Error('There is nobody called postgres to run the database as.');
  return { uid: Number(uid), gid: Number(gid) };
}

/** What must be in config.php of a site on this machine: Moodle would otherwise ask no local address and no other port than 80 and 443. */
const configOf = (url: string, port: number, data: string): string => `<?php
unset($CFG);
global $CFG;
$CFG = new stdClass();
$CFG->dbtype = 'pgsql';
$CFG->dblibrary = 'native';
$CFG->dbhost = '127.0.0.1';
$CFG->dbname = '${DATABASE}';
$CFG->dbuser = 'postgres';
$CFG->dbpass = 'unused';
$CFG->prefix = 'mdl_';
$CFG->dboptions = ['dbport' => ${port}];
$CFG->wwwroot = '${url}';
$CFG->dataroot = '${data}';
$CFG->admin = 'admin';
$CFG->directorypermissions = 0777;
$CFG->curlsecurityblockedhosts = '';
$CFG->curlsecurityallowedport = '';
$CFG->noemailever = true;
$CFG->cookiesecure = false;
$CFG->debug = 32767;
$CFG->debugdisplay = 0;
require_once(__DIR__ . '/lib/setup.php');
`;

/** A script that runs that code with everything of Moodle loaded, and says what it returns in a line of its own. */
const inMoodle = (www: string, code: string, argument: unknown): string => `<?php
define('CLI_SCRIPT', true);
require('${www}/config.php');
require_once($CFG->dirroot . '/course/lib.php');
require_once($CFG->dirroot . '/mod/lti/locallib.php');
$value = (function ($a) {
  global $CFG, $DB, $USER, $SITE;
  ${code}
})(json_decode(base64_decode('${Buffer.from(JSON.stringify(argument)).toString('base64')}'), true));
echo "\\n@@" . json_encode($value) . "\\n";
`;

/** A Moodle of our own: a copy of the source, a database, PHP's own web server; all in temporary folders, all ended by stop(). */
export class MoodleSite {
  readonly url: string;
  readonly #parts: Parts;
  readonly #folders: string[] = [];
  readonly #www: string;
  readonly #children: ChildProcess[] = [];
  readonly #keeper: ChildProcess;
  #said = '';
  #runs = 0;

  private constructor(parts: Parts, url: string) {
    this.#parts = parts;
    this.url = url;
    this.#www = join(this.#folder('www'), 'moodle');
    // A test run that is killed must leave neither database nor web server behind.
    this.#keeper = spawn(process.execPath, [join(ROOT, 'scripts/lib/keeper.mjs')], { stdio: ['pipe', 'ignore', 'inherit'] });
  }

  /** Installs a site from that source into an empty database, puts the plugin's zip in unless an admin is to do that, and serves it. */
  static async start(source: string, { plugin }: { readonly plugin: 'installed' | 'absent' }): Promise<MoodleSite> {
    if (!existsSync(join(source, 'lib/setup.php'))) throw new Error(`MOODLE_DIR=${source} is no source folder of a Moodle.`);
    const site = new MoodleSite((await ensureMoodleParts()) as Parts, `http://127.0.0.1:${await freePort()}`);
    try {
      await site.#copy(source);
      await site.#openDatabase();
      await site.#install();
      if (plugin === 'installed') await site.#installPlugin();
      await site.#buildStyles();
      await site.#serve();
    } catch (error) {
      await site.stop();
      throw error;
    }
    return site;
  }

  /** Runs one of Moodle's scripts; gives what it said, and throws when it fails. */
  async cli(script: string, ...args: string[]): Promise<string> {
    const { code, output } = await this.#php([join(this.#www, script), ...args]);
    if (code !== 0) throw new Error(`${script} ended with ${code}:\n${output.slice(-4_000)}`);
    return output;
  }

  /** Runs PHP inside this Moodle and gives what it returns. `$a` holds the argument. */
  async run<T>(code: string, argument: unknown = {}): Promise<T> {
    const script = join(this.#folders[0] ?? '', `run-${(this.#runs += 1)}.php`);
    writeFileSync(script, inMoodle(this.#www, code, argument));
    const { output } = await this.#php([script]);
    const found = /^@@(.*)$/m.exec(output)?.[1];
    if (found === undefined) throw new Error(`PHP fell over:\n${output.slice(-4_000)}`);
    return JSON.parse(found) as T;
  }

  /** The file of the plugin that an admin uploads. */
  zip(): string {
    const path = join(this.#folders[0] ?? '', 'local_liveclass.zip');
    writeFileSync(path, pluginZip());
    return path;
  }

  /** One run of a scheduled task of the plugin, as cron runs it. */
  task(name: string): Promise<string> {
    return this.cli('admin/cli/scheduled_task.php', `--execute=\\local_liveclass\\task\\${name}`, '--force');
  }

  /** What PHP complained of in or because of the plugin: notices and debugging messages, which developers' settings show. */
  complaints(): string[] {
    return this.#said.split('\n').filter((line) => /PHP (?:Notice|Warning|Deprecated|Fatal)|Debugging:|local_liveclass:/.test(line));
  }

  logs(): string {
    return `----- moodle -----\n${this.#said.slice(-6_000)}`;
  }

  async stop(): Promise<void> {
    // The web server first: it holds connections to the database.
    for (const child of [...this.#children].reverse()) await endGroup(child);
    this.#keeper.stdin?.end('forget\n');
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }

  /** Not waited for in place: what PHP asks of a server of this process must be answered meanwhile. */
  #php(args: string[]): Promise<{ code: number; output: string }> {
    return run(this.#parts.php, [...PHP, ...args], { cwd: this.#www });
  }

  #folder(name: string): string {
    const folder = mkdtempSync(join(tmpdir(), `live-class-moodle-${name}-`));
    this.#folders.push(folder);
    return folder;
  }

  #spawn(command: string, args: string[], options: { uid?: number; gid?: number; env?: NodeJS.ProcessEnv; cwd?: string }): void {
    const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (piece: Buffer) => {
        this.#said = (this.#said + piece.toString()).slice(-200_000);
      });
    this.#children.push(child);
    this.#keeper.stdin?.write(`${child.pid}\n`);
  }

  /** The source is somebody's: what is installed and changed is a copy. */
  async #copy(source: string): Promise<void> {
    const { code, output } = await run('cp', ['-R', source, this.#www]);
    if (code !== 0) throw new Error(`The Moodle could not be copied:\n${output.slice(-1_000)}`);
    rmSync(join(this.#www, 'config.php'), { force: true });
  }

  async #openDatabase(): Promise<void> {
    const { initdb, postgres } = this.#parts;
    const owner = databaseOwner();
    const folder = this.#folder('database');
    if (owner.uid !== undefined && owner.gid !== undefined) chownSync(folder, owner.uid, owner.gid);
    const port = await freePort();
    const options = { ...owner, cwd: folder, encoding: 'utf8' } as const;
    const made = spawnSync(
      initdb,
      ['-D', join(folder, 'data'), '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '-N'],
      options,
    );
    if (made.status !== 0) throw new Error(`initdb: ${made.stdout}${made.stderr}`);
    // What is lost when this machine loses power is a test's database.
    const haste = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
    const where = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories='];
    const settings = [...where, ...haste].flatMap((one) => ['-c', one]);
    this.#spawn(postgres, ['-D', join(folder, 'data'), ...settings], { ...owner, cwd: folder });
    const data = this.#folder('data');
    writeFileSync(join(this.#www, 'config.php'), configOf(this.url, port, data));
    const ask = `$c = @pg_connect('host=127.0.0.1 port=${port} user=postgres dbname=postgres'); exit($c && pg_query($c, 'CREATE DATABASE ${DATABASE}') ? 0 : 1);`;
    await until('the database to answer', () => spawnSync(this.#parts.php, ['-r', ask]).status === 0);
  }

  async #install(): Promise<void> {
    const who = [`--adminuser=${ADMIN.username}`, `--adminpass=${ADMIN.password}`, '--adminemail=admin@example.org'];
    await this.cli('admin/cli/install_database.php', '--agree-license', '--lang=en', ...who, '--fullname=A school', '--shortname=school');
    // Guided tours lay themselves over the page at a first visit, whenever they are loaded.
    await this.run(`$DB->set_field('tool_usertours_tours', 'enabled', 0); \\tool_usertours\\cache::notify_tour_change();`);
  }

  /** By the code that stands behind "Install plugins": it validates the zip, unpacks it, and the upgrade does the rest. */
  async #installPlugin(): Promise<void> {
    const zip = this.zip();
    const installed = await this.run<boolean>(
      `ob_start(); $done = core_plugin_manager::instance()->install_plugins([(object) ['component' => 'local_liveclass', 'zipfilepath' => $a]], true, false);
      $said = ob_get_clean(); if (!$done) { throw new Exception($said); } return $done;`,
      zip,
    );
    if (!installed) throw new Error('Moodle does not take the zip.');
    await this.cli('admin/cli/upgrade.php', '--non-interactive');
  }

  /** The first page would otherwise wait for it, longer than a browser's patience on a busy machine. */
  async #buildStyles(): Promise<void> {
    await this.cli('admin/cli/build_theme_css.php', '--themes=boost', '--direction=ltr');
  }

  async #serve(): Promise<void> {
    const env = { ...process.env, PHP_CLI_SERVER_WORKERS: '4' };
    this.#spawn(this.#parts.php, [...PHP, '-S', new URL(this.url).host, '-t', this.#www], { cwd: this.#www, env });
    await until('Moodle to answer', async () => (await fetch(`${this.url}/mod/lti/certs.php`)).ok);
  }
}

/** The whole group: PHP's web server and PostgreSQL both have children. */
async function endGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGINT');
  const hammer = setTimeout(() => process.kill(-Number(child.pid), 'SIGKILL'), 10_000);
  await gone;
  clearTimeout(hammer);
}
