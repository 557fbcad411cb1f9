import type { Deed } from "./reach.ts";

const repository =
  /^(?:repo|repository|git|simplegit|sgit|index|worktree|gitrepo|isomorphicgit|remote|origin)$/;
const changing =
  /^(?:commit|add|checkout|merge|rebase|push|pull|stash|cherry_?pick|create_head|create_tag|add_?tag|set_tree|init|clone(?:_from)?|switch|revert|apply|move|stage|addremote|addconfig)$/i;
const discarding =
  /^(?:reset|clean|delete_head|delete_tag|delete_?branch|delete_?local_?branch|rm|remove|restore)$/i;

/** A repository of git that is changed through a library. */
export default {
  id: "git",
  read({ last, before, origin }) {
    if (!repository.test(before.at(-1) ?? "") && !/git/.test(origin)) return undefined;
    if (!before.some((name) => repository.test(name) || /git/.test(name))) return undefined;
    return changing.test(last) || discarding.test(last)
      ? { category: "Write", shows: "changes a repository with git", weak: true }
      : undefined;
  },
} satisfies Deed;
