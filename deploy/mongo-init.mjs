// Makes the replica set and its two users, and ends. Each step looks first, so it may run again at any time: after a
// half-done first run, to add a member, or to give the product's user another password.
//
// Until the first user exists MongoDB obeys nobody but its own host, so the first run goes to MONGO_OWN on loopback.
import { setTimeout as delay } from 'node:timers/promises';
import { MongoClient, MongoError } from 'mongodb';

const WITHIN_MS = 120_000;
const REPLICA_SET = 'rs0';
const ADMIN = 'admin';
const PRODUCT = 'liveclass';
/** Codes by which MongoDB says that a step was done before. */
const NO_SUCH_USER = 11;
const AUTHENTICATION_FAILED = 18;
const ALREADY_INITIALIZED = 23;

const own = required('MONGO_OWN');
const members = required('MONGO_MEMBERS').split(',');
const adminPassword = required('MONGO_KEY');
const productPassword = required('MONGO_PASSWORD');
const deadline = Date.now() + WITHIN_MS;

/** The set exists but has not chosen this member yet; like an answer that does not come, a reason to ask again. */
class NotPrimaryYet extends Error {}

function required(name) {
  // biome-ignore lint/style/noProcessEnv: This job is its own composition root; four variables are all it reads.
  const value = process.env[name];
  if (value) return value;
  say(`${name} is missing`);
  process.exit(1);
}

function say(text) {
  process.stdout.write(`mongo-init: ${text}\n`);
}

/** Repeats a step while servers are still starting or electing; the last reason is told when time is up. */
async function patiently(what, step) {
  for (;;) {
    try {
      return await step();
    } catch (error) {
      const mayPass = error instanceof MongoError || error instanceof NotPrimaryYet;
      if (!mayPass || Date.now() > deadline) throw new Error(`${what}: ${error.message}`, { cause: error });
      await delay(500);
    }
  }
}

async function withClient(address, options, job) {
  const client = new MongoClient(`mongodb://${address}/`, { serverSelectionTimeoutMS: 5_000, ...options });
  try {
    return await job(client.db('admin'));
  } finally {
    await client.close();
  }
}

const onOwnHost = (job) => withClient(own, { directConnection: true }, job);
const asAdministrator = (job) =>
  withClient(members.join(','), { replicaSet: REPLICA_SET, auth: { username: ADMIN, password: adminPassword } }, job);

/** False only where no administrator can exist yet; a server that does not answer is no answer. */
async function adminCanSignIn() {
  const signIn = { directConnection: true, auth: { username: ADMIN, password: adminPassword } };
  try {
    return await withClient(own, signIn, async (admin) => (await admin.command({ ping: 1 })).ok === 1);
  } catch (error) {
    if (error.code === AUTHENTICATION_FAILED) return false;
    throw error;
  }
}

async function makeReplicaSet() {
  // This member is preferred as the primary: only on its host may the first user be made.
  const config = { _id: REPLICA_SET, members: members.map((host, _id) => ({ _id, host, priority: _id === 0 ? 2 : 1 })) };
  await onOwnHost((admin) => admin.command({ replSetInitiate: config })).catch((error) => {
    if (error.code !== ALREADY_INITIALIZED) throw error;
  });
}

async function makeAdministrator() {
  await onOwnHost(async (admin) => {
    const hello = await admin.command({ hello: 1 });
    if (!hello.isWritablePrimary) throw new NotPrimaryYet('this member is not the primary yet');
    await admin.command({ createUser: ADMIN, pwd: adminPassword, roles: ['root'] });
  });
}

async function keepProductUser() {
  await asAdministrator(async (admin) => {
    const user = { pwd: productPassword, roles: [{ role: 'readWrite', db: PRODUCT }] };
    try {
      await admin.command({ updateUser: PRODUCT, ...user });
    } catch (error) {
      if (error.code !== NO_SUCH_USER) throw error;
      await admin.command({ createUser: PRODUCT, ...user });
    }
  });
}

try {
  if (!(await patiently('sign in', adminCanSignIn))) {
    await patiently('make the replica set', makeReplicaSet);
    await patiently('make the administrator', makeAdministrator);
  }
  await patiently('keep the user of the product', keepProductUser);
  say(`the replica set ${REPLICA_SET} of ${members.join(', ')} is ready`);
} catch (error) {
  say(`failed to ${error.message}`);
  process.exitCode = 1;
}
