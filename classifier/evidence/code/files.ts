import type { Deed, Seen } from "./reach.ts";

const library =
  /^(?:node:)?(?:fs|fs\/promises|fs-extra|graceful-fs|os|shutil|pathlib|aiofiles|aiofiles\.os|send2trash|trash|rimraf|del|ioutil|io\/ioutil|std::fs|tokio::fs|system\.io|java\.nio\.file|java\.io|kotlin\.io|fileutils)/i;
const holders =
  /^(?:fs|fsp|fspromises|promises|os|shutil|ioutil|file|files|fileutils|directory|path|storage|filesystem|fs_extra|fse)$/;
const removing = new Set(
  `unlink unlinksync rm rmsync rmdir rmdirsync remove removeall remove_file remove_dir remove_dir_all removedirs rmtree rm_rf rm_r rimraf send2trash
  deleteifexists deleterecursively deletefile emptydir emptydirsync delete_file trash moveitemtotrash`.split(
    /\s+/,
  ),
);
const writing = new Set(
  `writefile writefilesync appendfile appendfilesync outputfile outputfilesync outputjson writejson writejsonsync write_text write_bytes write_all
  rename renamesync copyfile copyfilesync cpsync move movesync copytree copy2 copyfileobj symlink chmod chmodsync chown createwritestream
  file_put_contents fputs fwrite writealltext writeallbytes writealllines appendalltext writestring writetext appendtext
  write_string create_dir_all makedirs mkdirall ensuredir createdirectory createdirectories`.split(
    /\s+/,
  ),
);
/** Deletions and writings by these names are those of files only on something that is one. */
const shared = new Set("delete remove move copy write create rename cp append mkdir".split(" "));
/** What saves a document that a program holds. */
const saving =
  /^(?:save|save_?as|savefig|imwrite|to_(?:csv|excel|parquet|json|file|pdf)|write_image|export_?(?:to|as)_?\w+)$/;
const document =
  /^(?:doc|document|wb|workbook|prs|presentation|img|image|fig|figure|plt|pyplot|df|writer|canvas|pdf|sheet|cv2|book|file)$/;
const passing =
  /te?mp|(?:^|[/\\])logs?[/\\]|cache|\.log\b|log_?(?:file|path|dir)|token|credential|session|config|state|lock|pid|history|mkdtemp|backup/i;

/** Files that are removed or written. */
export default {
  id: "files",
  read(seen) {
    const { call, last } = seen;
    const name = last.toLowerCase();
    const isFile =
      library.test(call.module ?? "") ||
      seen.before.some((one) => holders.test(one)) ||
      /\b(?:path|file)\b/.test(seen.origin);
    if (
      call.arguments.some(({ text }) => passing.test(text)) ||
      seen.before.some((one) => passing.test(one))
    )
      return undefined;
    if (
      (removing.has(name) && (isFile || name.length > 6 || seen.before.length === 0)) ||
      (isFile && name === "delete")
    )
      return {
        category: "Destructive",
        shows: "deletes files",
        facets: ["filesystem"],
        weak: true,
      };
    if (
      opensForWriting(seen, name) ||
      (isFile && (writing.has(name) || shared.has(name))) ||
      (writing.has(name) && seen.before.length === 0) ||
      (saving.test(last) && document.test(seen.before.at(-1) ?? ""))
    )
      return { category: "Write", shows: "writes files", facets: ["filesystem"], weak: true };
    return undefined;
  },
} satisfies Deed;

/** `open(path, "w")` */
const opensForWriting = ({ texts, named }: Seen, name: string): boolean =>
  (name === "open" || name === "fopen") && /^[wax]b?\+?t?$/.test(named("mode") ?? texts[1] ?? "");
