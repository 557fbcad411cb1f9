import { execFileSync, type ExecFileSyncOptions } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Contents by path; `{ link }` makes a symbolic link. */
export type Files = { [path: string]: string | Buffer | { link: string } };

const author = {
  GIT_AUTHOR_NAME: "A",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_AUTHOR_DATE: "2025-01-02T03:04:05Z",
  GIT_COMMITTER_NAME: "A",
  GIT_COMMITTER_EMAIL: "a@example.com",
  GIT_COMMITTER_DATE: "2025-01-02T03:04:05Z",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
};

export function git(folder: string, args: string[], options: ExecFileSyncOptions = {}): Buffer {
  const answer = execFileSync("git", args, {
    cwd: folder,
    stdio: ["pipe", "pipe", "pipe"],
    maxBuffer: 2 ** 28,
    ...options,
    env: { ...process.env, ...author },
  });
  return Buffer.from(answer ?? "");
}

/** A checkout on branch `main`, without a commit. */
export function makeCheckout(folder: string): string {
  mkdirSync(folder, { recursive: true });
  git(folder, ["init", "-q", "-b", "main"]);
  return folder;
}

/** Makes the checkout hold exactly these files and commits them. Answers with the commit. */
export function commitFiles(folder: string, files: Files, message = "change"): string {
  git(folder, ["rm", "-rqf", "--ignore-unmatch", "."]);
  writeFiles(folder, files);
  git(folder, ["add", "-A", "-f"]);
  git(folder, ["commit", "-q", "--allow-empty", "-m", message]);
  return git(folder, ["rev-parse", "HEAD"]).toString().trim();
}

export function writeFiles(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    const at = join(folder, path);
    mkdirSync(dirname(at), { recursive: true });
    rmSync(at, { force: true });
    if (typeof content === "string" || Buffer.isBuffer(content)) writeFileSync(at, content);
    else symlinkSync(content.link, at);
  }
}
