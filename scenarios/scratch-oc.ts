import { openComposeHouse } from './lib/compose-house.ts';

const house = await openComposeHouse({ LMS_ALLOWED_NETWORKS: '127.0.0.0/8' });
try {
  console.time('mongo');
  await house.start('mongo-init');
  console.timeEnd('mongo');
  console.log('again', await house.rerun('mongo-init'));
  console.log(house.mongodbUri);
  const what = process.argv.slice(2);
  console.time('rest');
  if (what.length) await house.start(...what);
  console.timeEnd('rest');
} catch (error) {
  console.error(error);
} finally {
  const l = house.logs();
  console.log(l.slice(-6000));
  await house.end();
}
