import type { MoodleSite } from './moodle.ts';

/** Makes a request for the person $a['user'] and approves it, as a privacy officer does; answers its id. */
const REQUEST = `
  \\core\\session\\manager::set_user(get_admin());
  $type = $a['wish'] === 'export' ? \\tool_dataprivacy\\api::DATAREQUEST_TYPE_EXPORT : \\tool_dataprivacy\\api::DATAREQUEST_TYPE_DELETE;
  $request = \\tool_dataprivacy\\api::create_data_request($a['user'], $type);
  \\tool_dataprivacy\\api::approve_data_request($request->get('id'));
  return (int) $request->get('id');`;

/** What the plugin put into the file that the person $a['user'] downloads. */
const EXPORTED = `
  $files = get_file_storage()->get_area_files(context_user::instance($a['user'])->id, 'tool_dataprivacy', 'export', $a['request'], 'id', false);
  $path = make_request_directory() . '/export.zip';
  reset($files)->copy_content_to($path);
  $zip = new ZipArchive();
  $zip->open($path);
  $names = array_map(fn($i) => $zip->getNameIndex($i), range(0, $zip->numFiles - 1));
  return implode('', array_map(fn($name) => $zip->getFromName($name), preg_grep('#Live Class/data#', $names)));`;

/** Has Moodle's own tool for data requests do that, by cron; answers the request's id. */
async function carryOut(site: MoodleSite, wish: 'export' | 'deletion', user: number): Promise<number> {
  const request = await site.run<number>(REQUEST, { user, wish });
  await site.cli('admin/cli/adhoc_task.php', '--execute', '--classname=\\tool_dataprivacy\\task\\process_data_request_task');
  return request;
}

/** What an approved request for one's own data brings of the plugin. */
export async function exportOf(site: MoodleSite, user: number): Promise<string> {
  return site.run(EXPORTED, { user, request: await carryOut(site, 'export', user) });
}

/** An approved request for deletion: the account goes as well. The tool hears of it by the next run of cron. */
export async function deletePerson(site: MoodleSite, user: number): Promise<void> {
  await carryOut(site, 'deletion', user);
  await site.task('deliver_messages');
}
